// multiplyAdd: output = what ITERATIONS rounds of x = x * factor + term leave, for eight numbers x
// One invocation per number. Nothing but registers takes part in a round, so that its rate is the adapter's own limit:
// 32 multiplications and 32 additions a round. Eight chains hide each other's latency and fit 16 registers.
//   seed    read   [2] vec4f: factor and term, read so that no compiler can work the rounds out beforehand
//   output  write  [SIZE] f32

@group(0) @binding(0) var<storage, read> seed: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;

override SIZE: u32;
override ITERATIONS: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let factor = seed[0].x;
  let term = seed[1].x;
  var x = vec4f(f32(id.x), 1, 2, 3);
  var y = x + 4;
  for (var i = 0u; i < ITERATIONS; i++) {
    x = x * factor + term;
    y = y * factor + term;
    x = x * factor + term;
    y = y * factor + term;
    x = x * factor + term;
    y = y * factor + term;
    x = x * factor + term;
    y = y * factor + term;
  }
  if (id.x < SIZE) {
    output[id.x] = dot(x + y, vec4f(1));
  }
}
