package consort.worker.cli;

import consort.certs.CertsException;
import consort.certs.Credential;
import consort.trainer.protocol.contract.CheckResult;
import consort.trainer.protocol.contract.CheckResult.Outcome;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.isolation.MissingPrograms;
import consort.worker.member.MemberChannel;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Looks at a worker's folder and at the way to the coordinator. */
final class SiteCheck {

    /** Something that may turn out badly. */
    @FunctionalInterface
    private interface Attempt {
        /** Why it is bad; empty when it is good. */
        String problem() throws StatusException;
    }

    private static final String CONFIGURATION = "configuration";

    private final PartyFolder folder;
    private final List<CheckResult> results = new ArrayList<>();

    SiteCheck(PartyFolder folder) {
        this.folder = folder;
    }

    List<CheckResult> run(Consumer<CheckResult> reporter) {
        check(reporter, "enrolled", "the folder belongs to a worker", () ->
                folder.enrolled().worker().isPresent() ? "" : "it is that of " + folder.enrolled().describe());
        check(reporter, CONFIGURATION, "worker.yaml can be read", this::configuration);
        check(reporter, "trainers", "worker.yaml offers a trainer, and each one's program is there", this::trainers, CONFIGURATION);
        check(reporter, "data", "worker.yaml offers data, and each folder can be read", this::data, CONFIGURATION);
        check(reporter, "isolation", "trainers are kept apart from this worker's keys, as far as worker.yaml requires it",
                this::isolation, CONFIGURATION);
        check(reporter, "key", "the signing key is this worker's, and nobody else can read it", () -> {
            folder.signingKey();
            return "";
        }, "enrolled");
        check(reporter, "certificate", "the certificate is valid now", this::certificate, "enrolled");
        check(reporter, "coordinator", "the coordinator answers, and both sides know each other", this::coordinator,
                "enrolled", CONFIGURATION, "certificate");
        return List.copyOf(results);
    }

    /** Whether a check failed because worker.yaml cannot be read, from which nothing else can be said of it. */
    static boolean isUnreadable(CheckResult result) {
        return result.check().equals(CONFIGURATION) && result.outcome() == Outcome.FAILED;
    }

    /** @param needed checks without which this one says nothing */
    private void check(Consumer<CheckResult> reporter, String name, String promise, Attempt attempt, String... needed) {
        Optional<String> missing = Stream.of(needed).filter(earlier -> results.stream()
                .anyMatch(result -> result.check().equals(earlier) && result.outcome() != Outcome.PASSED)).findFirst();
        CheckResult result = missing.isPresent()
                ? new CheckResult(name, promise, Outcome.NOT_TRIED, "it needs \"" + missing.get() + "\"")
                : tried(name, promise, attempt);
        results.add(result);
        reporter.accept(result);
    }

    private static CheckResult tried(String name, String promise, Attempt attempt) {
        String problem;
        try {
            problem = attempt.problem();
        } catch (ConfigException | CertsException | CommandFailure e) {
            problem = e.getMessage();
        } catch (StatusException e) {
            problem = Failing.of(e).message();
        }
        return new CheckResult(name, promise, problem.isEmpty() ? Outcome.PASSED : Outcome.FAILED, problem);
    }

    private String configuration() {
        WorkerConfig.read(folder.workerYaml());
        return "";
    }

    private String trainers() {
        WorkerConfig config = WorkerConfig.read(folder.workerYaml());
        return config.trainers().isEmpty() ? none("trainer", "trainers:")
                : String.join("; ", MissingPrograms.of(folder, config, System.getenv()));
    }

    private String none(String what, String where) {
        return folder.workerYaml() + " offers no " + what + "; write what your jobs name under " + where
                + ", as its comments and docs/join.md show";
    }

    private String data() {
        WorkerConfig config = WorkerConfig.read(folder.workerYaml());
        if (config.data().isEmpty()) {
            return none("data", "data:");
        }
        List<String> unreadable = new ArrayList<>();
        for (Map.Entry<String, Path> set : config.data().entrySet()) {
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
