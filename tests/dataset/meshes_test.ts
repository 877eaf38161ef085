import assert from "node:assert/strict";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import { findMeshes } from "../../lib/dataset/meshes.ts";
import { tempDir } from "../fixture/temp_dir.ts";

async function meshesOf(dataDir: string, use_inverted_meshes: boolean) {
  const config = effectiveConfigSchema.parse({
    structures: [{
      structure_id: "RAB5A",
      structure_name: "endosome",
      packing_id: "endosome",
      color: [1, 1, 1],
    }],
    data_dir: dataDir,
    use_inverted_meshes,
  });
  return await Array.fromAsync(findMeshes(config, "RAB5A"));
}

Deno.test("meshes are the .obj files beside each other, by name", async () => {
  await using dir = await tempDir();
  const folder = "structure_data/RAB5A/meshes";
  for (
    const name of [
      "nuc_mesh_1.obj",
      "mem_mesh_1.obj",
      "notes.txt",
      "inverted/mem_mesh_1.obj",
      "old/nuc_mesh_2.obj",
      "../mem_mesh_3.obj",
      "../../RAB5/meshes/mem_mesh_4.obj",
    ]
  ) await dir.write(`${folder}/${name}`);
  assert.deepEqual(await meshesOf(dir.path, false), [
    {
      structureId: "RAB5A",
      name: "mem_mesh_1.obj",
      path: `${dir.path}/${folder}/mem_mesh_1.obj`,
      key: "structure_data/RAB5A/meshes/mem_mesh_1.obj",
      invertedPath: undefined,
    },
    {
      structureId: "RAB5A",
      name: "nuc_mesh_1.obj",
      path: `${dir.path}/${folder}/nuc_mesh_1.obj`,
      key: "structure_data/RAB5A/meshes/nuc_mesh_1.obj",
      invertedPath: undefined,
    },
  ]);
});

Deno.test("where meshes are inverted, those of membranes are, under the original's key", async () => {
  await using dir = await tempDir();
  const folder = "structure_data/RAB5A/meshes";
  for (const name of ["nuc_mesh_1", "mem_mesh_1", "membrane", "my_mem_mesh"]) {
    await dir.write(`${folder}/${name}.obj`);
  }
  const meshes = await meshesOf(dir.path, true);
  assert.deepEqual(
    meshes.map(({ key, invertedPath }) => [
      key,
      invertedPath?.slice(dir.path.length + 1),
    ]),
    [
      [`${folder}/mem_mesh_1.obj`, `${folder}/inverted/mem_mesh_1.obj`],
      [`${folder}/membrane.obj`, `${folder}/inverted/membrane.obj`],
      [`${folder}/my_mem_mesh.obj`, undefined],
      [`${folder}/nuc_mesh_1.obj`, undefined],
    ],
  );
});
