import { scaleChannels, type Model } from './model.ts';
import { freezing, stem } from './parts.ts';
import { preactBody, widths } from './preactResnet.ts';

/** SENet: pre-activation ResNet with squeeze and excitation behind each block's second convolution. */
export function senet(depths: readonly number[]): Model {
  return (scope, input, options) => {
    const outChannels = scaleChannels(widths[0]!, options.width);
    const first = stem(scope, input, { outChannels, deconv: freezing(15) }, options);
    return preactBody(scope, first, { depths, squeezes: true }, options);
  };
}
