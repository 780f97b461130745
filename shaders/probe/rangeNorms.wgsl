// rangeNorms: norms[r, p] = (|gradient|², |parameter|², |parameter - before|², 0) of the p-th part of range r
// One workgroup per part: each invocation sums every 256th vector of it. Parts are added up by who reads them.
//   parameter, before, gradient  read   flat buffers of vec4f
//   ranges                       read   [RANGES] first vector and number of vectors
//   norms                        write  [RANGES, PARTS] vec4f
#include "lib/workgroupSum.wgsl"

@group(0) @binding(0) var<storage, read> parameter: array<vec4f>;
@group(0) @binding(1) var<storage, read> before: array<vec4f>;
@group(0) @binding(2) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(3) var<storage, read> ranges: array<vec2u>;
@group(0) @binding(4) var<storage, read_write> norms: array<vec4f>;

override RANGES: u32;
override PARTS: u32;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let part = workgroup.x;
  let range = ranges[min(workgroup.y, RANGES - 1)];
  var gradientSum = 0.0;
  var parameterSum = 0.0;
  var updateSum = 0.0;
  for (var i = part * 256 + local; i < range.y; i += PARTS * 256) {
    let g = gradient[range.x + i];
    let p = parameter[range.x + i];
    let u = p - before[range.x + i];
    gradientSum += dot(g, g);
    parameterSum += dot(p, p);
    updateSum += dot(u, u);
  }
  let sums = vec3f(
    workgroupSum(gradientSum, local),
    workgroupSum(parameterSum, local),
    workgroupSum(updateSum, local),
  );
  if (local == 0) {
    norms[workgroup.y * PARTS + part] = vec4f(sums, 0.0);
  }
}
