/** A path into JSON, as in JavaScript. */
export function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "(top level)";
  return path.map((key, index) => {
    if (typeof key === "number") return `[${key}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(String(key))) {
      return `[${JSON.stringify(String(key))}]`;
    }
    return index === 0 ? String(key) : `.${String(key)}`;
  }).join("");
}
