// Where the pixels of `input` lie, which may be some channels of a wider activation.
// vec4s from one pixel to the next, and to the first channel of a pixel.
override IN_STRIDE4: u32;
override IN_FROM4: u32;
