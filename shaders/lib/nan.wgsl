// Looks at the bits: compilers may assume that no float is NaN and drop a comparison of a value with itself.
fn isNan(value: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(value) & vec4u(0x7fffffff)) > vec4u(0x7f800000);
}
