// What changes from step to step: written once before each step, the same for every lane of a session
// except where the lane's own optimizer settings stand in it.
struct Step {
  // Number of this training step, from 0. In evaluation: number of the batch.
  step: u32,
  // Seed of this session; kernels derive their streams from it.
  seed: u32,
  // First position of the batch in the sampling order.
  first: u32,
  // Images of the batch that count; the rest is padding.
  count: u32,
  learningRate: f32,
  momentum: f32,
  weightDecay: f32,
  // Adam: 1 - beta1^t and 1 - beta2^t.
  correction1: f32,
  correction2: f32,
  // Slot of the metrics ring.
  ringSlot: u32,
}
