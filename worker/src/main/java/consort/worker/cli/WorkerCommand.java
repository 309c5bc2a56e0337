package consort.worker.cli;

import picocli.CommandLine.Command;

/** {@code consort worker}. */
@Command(name = "worker", mixinStandardHelpOptions = true,
        description = "Lend this machine's devices.",
        subcommands = {WorkerJoin.class, WorkerCheck.class, WorkerBenchmark.class, WorkerRunCommand.class, WorkerStatus.class, WorkerDisclose.class, WorkerErase.class, WorkerPause.class,
            WorkerResume.class, WorkerLeave.class, WorkerInitModel.class})
final class WorkerCommand extends SubcommandNeeded {
}
