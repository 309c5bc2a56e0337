package consort.coordinator.cli;

import consort.certs.CertsException;
import consort.coordinator.backup.BackupException;
import consort.coordinator.logkey.LogKeyException;
import consort.coordinator.loop.LogKeyRotation;
import consort.ledger.disk.FileProblem;
import consort.ledger.disk.LockedException;
import consort.ledger.log.LogDamagedException;
import consort.settings.SettingsException;
import consort.settings.TerminalText;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What a person reads when a command fails: one sentence. */
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        return switch (failure) {
            case CommandException known -> say(command, known.getMessage(), known.code());
            case BackupException backup -> say(command, backup.getMessage(), ExitCode.BACKUP);
            case LogDamagedException damaged -> say(command, ofLedger(damaged).getMessage(), ofLedger(damaged).code());
            case LockedException held -> say(command, held.getMessage(), ExitCode.IN_USE);
            case SettingsException unfit -> say(command, unfit.getMessage(), ExitCode.USAGE);
            case LogKeyException unfit -> say(command, unfit.getMessage(), ExitCode.CERTIFICATE);
            case LogKeyRotation.RefusedException refused -> say(command, refused.getMessage(), ExitCode.REFUSED);
            case CertsException unfit -> say(command, unfit.getMessage(), ExitCode.CERTIFICATE);
            case IOException disk -> say(command, "cannot use " + FileProblem.text(disk)
                    + "; check the path, its permissions and the space on the disk", ExitCode.DISK_FAILED);
            default -> throw failure;
        };
    }

    /** What is said of a ledger that cannot be used as it is. */
    static CommandException ofLedger(LogDamagedException damaged) {
        return damaged.kind() == LogDamagedException.Kind.OTHER_VERSION
                ? new CommandException(ExitCode.OTHER_VERSION, damaged.getMessage()
                        + ". The folder was written by a newer version of this program: start that one; nothing was appended")
                : new CommandException(ExitCode.LEDGER_DAMAGED, "the ledger is damaged"
                        + (damaged.kind() == LogDamagedException.Kind.UNSIGNED ? ", or the log keys in keys/ are not those that go with it"
                        : "") + ": " + damaged.getMessage()
                        + "; leave the folder as it is, and read docs/operate.md, \"When something is wrong\"");
    }

    private static int say(CommandLine command, String message, ExitCode code) {
        command.getErr().println("consort coordinator: " + TerminalText.shown(message));
        return code.code();
    }
}
