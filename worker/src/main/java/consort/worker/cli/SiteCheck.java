package consort.worker.cli;

import consort.certs.CertsException;
import consort.certs.Credential;
import consort.trainer.protocol.contract.CheckResult;
import consort.trainer.protocol.contract.CheckResult.Outcome;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.member.MemberChannel;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Looks at a worker's folder and at the way to the coordinator. */
final class SiteCheck {

    /** Something that may turn out badly. */
    @FunctionalInterface
    private interface Attempt {
        /** Why it is bad; empty when it is good. */
        String problem() throws StatusException;
    }

    private final PartyFolder folder;
    private final List<CheckResult> results = new ArrayList<>();

    SiteCheck(PartyFolder folder) {
        this.folder = folder;
    }

    List<CheckResult> run(Consumer<CheckResult> reporter) {
        check(reporter, "enrolled", "the folder belongs to a worker", () ->
                folder.enrolled().worker().isPresent() ? "" : "it is an organization's folder");
        check(reporter, "configuration", "worker.yaml offers a trainer and data", this::configuration);
        check(reporter, "data", "each data folder can be read", this::data);
        check(reporter, "isolation", "trainers are kept apart from this worker's keys, as far as worker.yaml requires it",
                this::isolation);
        check(reporter, "key", "the signing key is this worker's, and nobody else can read it", () -> {
            folder.signingKey();
            return "";
        });
        check(reporter, "certificate", "the certificate is valid now", this::certificate);
        check(reporter, "coordinator", "the coordinator answers, and both sides know each other", this::coordinator);
        return List.copyOf(results);
    }

    private void check(Consumer<CheckResult> reporter, String name, String promise, Attempt attempt) {
        String problem;
        try {
            problem = attempt.problem();
        } catch (ConfigException | CertsException | CommandFailure e) {
            problem = e.getMessage();
        } catch (StatusException e) {
            problem = Failing.of(e).message();
        }
        CheckResult result = new CheckResult(name, promise, problem.isEmpty() ? Outcome.PASSED : Outcome.FAILED, problem);
        results.add(result);
        reporter.accept(result);
    }

    private String configuration() {
        WorkerConfig config = WorkerConfig.read(folder.workerYaml());
        return config.trainers().isEmpty() || config.data().isEmpty()
                ? folder.workerYaml() + " offers " + config.trainers().size() + " trainers and " + config.data().size()
                        + " data sets; a job needs one of each: " + WorkerYaml.FILL_IN
                : "";
    }

    private String data() {
        List<String> unreadable = new ArrayList<>();
        for (Map.Entry<String, Path> set : WorkerConfig.read(folder.workerYaml()).data().entrySet()) {
            if (!Files.isReadable(set.getValue())) {
                unreadable.add(set.getKey() + " (" + set.getValue() + ")");
            }
        }
        return unreadable.isEmpty() ? "" : "cannot be read: " + String.join(", ", unreadable);
    }

    private String isolation() {
        Isolations.orRefuse(folder, WorkerConfig.read(folder.workerYaml()));
        return "";
    }

    private String certificate() {
        Credential credential = folder.credential();
        Instant end = credential.certificate().getNotAfter().toInstant();
        return end.isAfter(Instant.now()) ? "" : "it ended at " + end + "; ask your organization for a new invite";
    }

    private String coordinator() throws StatusException {
        try (CoordinatorChannel channel = MemberChannel.open(folder)) {
            ModelList.models(channel);
            return "";
        }
    }
}
