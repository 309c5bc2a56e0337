package consort.worker.cli;

import picocli.CommandLine.Command;

/** {@code consort model}. */
@Command(name = "model", mixinStandardHelpOptions = true,
        description = "Fetch what was trained.",
        subcommands = {ModelList.class, ModelGet.class})
final class ModelCommand extends SubcommandNeeded {
}
