package consort.worker.cli;

import consort.certs.CertsException;
import consort.ledger.disk.FileProblem;
import consort.ledger.disk.LockedException;
import consort.settings.SettingsException;
import consort.settings.TerminalText;
import consort.worker.enroll.DescriptionException;
import consort.worker.enroll.TamperingException;
import consort.worker.folder.ConfigException;
import consort.worker.rpc.Failures;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** Which exit code a failure has, and what is said. */
record Failing(int exitCode, String message) {

    Failing {
        message = TerminalText.shown(message);
    }

    static Failing of(Exception failure) {
        return switch (failure) {
            case CommandFailure known -> new Failing(known.exitCode(), known.getMessage());
            case ConfigException config -> new Failing(ExitCodes.USAGE, config.getMessage());
            case SettingsException settings -> new Failing(ExitCodes.USAGE, settings.getMessage());
            case CertsException certs -> new Failing(ExitCodes.FOLDER, certs.getMessage());
            case DescriptionException description -> new Failing(ExitCodes.NOT_THE_COORDINATOR, description.getMessage());
            case TamperingException tampering -> new Failing(ExitCodes.TAMPERING, tampering.getMessage()
                    + ". Keep this folder as it is; perhaps you should show it to the other members");
            case LockedException locked -> new Failing(ExitCodes.FOLDER, locked.getMessage());
            case StatusException status -> ofStatus(status.getStatus());
            case FileSystemException file -> new Failing(ExitCodes.DISK, FileProblem.text(file)
                    + "; look at its permissions and the space on its disk");
            case IOException io -> new Failing(ExitCodes.DISK, FileProblem.text(io));
            case UncheckedIOException io -> of(io.getCause());
            default -> new Failing(ExitCodes.UNEXPECTED, "unexpected: " + failure);
        };
    }

    private static Failing ofStatus(Status status) {
        String text = Failures.text(status);
        if (Failures.clocksDiffer(status)) {
            return new Failing(ExitCodes.CLOCK, text);
        }
        if (Failures.isAboutCertificates(status)) {
            return new Failing(Failures.refusedByAlert(status) ? ExitCodes.CERTIFICATE : ExitCodes.NOT_THE_COORDINATOR, text);
        }
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED -> new Failing(ExitCodes.UNREACHABLE, "the coordinator cannot be reached: "
                    + text + ". Ask its operator whether it runs and whether this is its address (another one goes into"
                    + " worker.yaml or member.yaml as coordinator: HOST:PORT); perhaps a firewall or proxy is in the way");
            case UNAUTHENTICATED -> new Failing(ExitCodes.CERTIFICATE, text);
            default -> new Failing(ExitCodes.REFUSED, "the coordinator refused: " + text);
        };
    }
}
