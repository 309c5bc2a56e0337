package consort.coordinator.cli;

import consort.certs.Address;
import consort.certs.TlsErrors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;

/** Why a call to the coordinator brought no answer, with what to look at next. */
record Unanswered(Address address, CoordinatorFolder folder) {

    CommandException explain(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        return switch (status.getCode()) {
            case UNAVAILABLE -> unreachable(TlsErrors.explain(failure).orElseGet(() -> why(failure)));
            case DEADLINE_EXCEEDED -> unreachable(next("no answer in time"));
            case OUT_OF_RANGE -> new CommandException(ExitCode.CANNOT_FIT, status.getDescription());
            default -> new CommandException(ExitCode.REFUSED,
                    "the coordinator refused: " + Optional.ofNullable(status.getDescription()).orElse(status.getCode().name()));
        };
    }

    private CommandException unreachable(String why) {
        return new CommandException(ExitCode.UNREACHABLE, "the coordinator at " + address + " cannot be reached: " + why);
    }

    private String next(String what) {
        return what + ". Is 'consort coordinator serve " + folder.root() + "' running there? If it is, check " + setting()
                + ", and whether a firewall closes port " + address.port();
    }

    private String setting() {
        return "'address' in " + folder.config();
    }

    /** What the network said, without the address that the sentence names anyway. */
    private String why(StatusRuntimeException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof UnknownHostException || root instanceof UnresolvedAddressException) {
            return "this machine knows no host of that name. Check " + setting();
        }
        String said = root == failure ? failure.getStatus().getDescription() : root.getMessage();
        return next(said == null ? "the connection failed" : said.contains("refused") ? "connection refused" : said);
    }
}
