package consort.worker.preflight;

import consort.worker.rpc.Failures;
import io.grpc.StatusException;
import java.util.List;

/** Whether the coordinator answers this side's own certificate. */
public record CoordinatorCheck(Question question) implements Check {

    public static final String NAME = "coordinator";

    /** A call that changes nothing. */
    @FunctionalInterface
    public interface Question {
        void ask() throws StatusException;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return List.of(EnrolledCheck.NAME, ConfigurationCheck.NAME, CertificateCheck.NAME, TlsCheck.NAME);
    }

    @Override
    public Finding look() {
        try {
            question.ask();
            return Finding.ok("it answers, and both sides know each other");
        } catch (StatusException e) {
            return Finding.problem(Failures.text(e.getStatus()), "docs/join.md lists what can be done, by exit code");
        }
    }
}
