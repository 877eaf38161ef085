const PACKINGS =
  "packing_outputs/8d_sphere_data/norm_weights/random/peroxisome/spheresSST";

/** Where the tiny release's objects are put: two cells, the second without a figure. */
export const KEYS = {
  mem1: "structure_data/SLC25A17/meshes/mem_mesh_743916.obj",
  nuc1: "structure_data/SLC25A17/meshes/nuc_mesh_743916.obj",
  mem2: "structure_data/SLC25A17/meshes/mem_mesh_744021.obj",
  nuc2: "structure_data/SLC25A17/meshes/nuc_mesh_744021.obj",
  packing1:
    `${PACKINGS}/results_peroxisome_rules_shape_random_743916_seed_0.simularium`,
  packing2:
    `${PACKINGS}/results_peroxisome_rules_shape_random_744021_seed_0.simularium`,
  thumbnail1:
    `${PACKINGS}/thumbnails/results_peroxisome_rules_shape_random_743916_seed_0_thumbnail.png`,
  metadata: "bff/rules_shape/cellpack_simularium_metadata.csv",
  paths: "bff/rules_shape/cellpack_simularium_paths.csv",
} as const;
