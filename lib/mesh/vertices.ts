/** The vertices of a mesh, in an array that grows: x, y, z, x, y, z, … */
export class Vertices {
  #values = new Float64Array(3 * 1024);
  #length = 0;

  /** How many vertices there are. */
  get count(): number {
    return this.#length / 3;
  }

  /** Adds a coordinate. */
  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /**
   * Six times the signed volume between the origin and a polygon, cut into
   * triangles that share its first vertex: the sum of det(a, b, c).
   *
   * Source: Zhang and Chen, "Efficient feature extraction for 2D/3D objects in
   * mesh representation", ICIP 2001.
   */
  sixfoldVolume(polygon: readonly number[]): number {
    const xyz = this.#values;
    const a = 3 * polygon[0]!;
    const ax = xyz[a]!, ay = xyz[a + 1]!, az = xyz[a + 2]!;
    let volume = 0;
    for (let i = 2; i < polygon.length; i++) {
      const b = 3 * polygon[i - 1]!, c = 3 * polygon[i]!;
      const bx = xyz[b]!, by = xyz[b + 1]!, bz = xyz[b + 2]!;
      const cx = xyz[c]!, cy = xyz[c + 1]!, cz = xyz[c + 2]!;
      volume += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) +
        az * (bx * cy - by * cx);
    }
    return volume;
  }
}
