import { Command, CommanderError } from 'commander';
import { UserError } from '../util/assert.ts';
import { benchCommand } from './bench/bench.ts';
import { dataCommand } from './data/data.ts';
import { createDawn } from './dawn.ts';
import { goldenCommand } from './golden.ts';
import { modelCommand } from './model.ts';
import { trainCommand, usageError } from './options.ts';
import { reproduceCommand } from './reproduce/reproduce.ts';
import { train } from './train.ts';
import { zooCommand } from './zoo.ts';

const trainSubcommand = trainCommand(async (options) => {
  process.exitCode = await train(options);
});
const program = new Command(process.env.DECONV_LAB_COMMAND ?? 'npm run')
  .description('Deconv Lab in a terminal.')
  .exitOverride()
  .addCommand(trainSubcommand)
  .addCommand(modelCommand(process.stdout))
  .addCommand(dataCommand(process.stdout))
  .addCommand(goldenCommand(createDawn))
  .addCommand(reproduceCommand(createDawn))
  .addCommand(zooCommand(createDawn, process.stdout))
  .addCommand(benchCommand(createDawn));

for (const command of [program, ...program.commands])
  command.exitOverride().configureOutput({ outputError: () => undefined });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    if (error.exitCode !== 0) console.error(`Error: ${usageError(error, program)}`);
    process.exitCode = error.exitCode;
  } else if (error instanceof UserError) {
    console.error(`Error: ${error.message}`);
    process.exitCode = 1;
  } else throw error;
}
