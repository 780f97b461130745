// copy: output = input, at the best rate
// A workgroup copies a run of 1024 vec4s, 16 for each invocation, so that neither starting workgroups nor working out
// indices costs more than the memory does.
//   input   read   [1024 * workgroups] vec4f
//   output  write  the same

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = workgroup.x * 1024 + local;
  for (var i = 0u; i < 1024; i += 64) {
    output[first + i] = input[first + i];
  }
}
