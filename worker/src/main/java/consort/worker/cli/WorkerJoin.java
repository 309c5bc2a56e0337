package consort.worker.cli;

import consort.certs.Fingerprint;
import consort.certs.Identity;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.settings.SettingsException;
import consort.worker.benchmark.Benchmarks;
import consort.worker.copy.KeptCharter;
import consort.worker.enroll.Consortium;
import consort.worker.enroll.Enrollment;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code consort worker join}. */
@Command(name = "join", mixinStandardHelpOptions = true,
        description = "Make this worker's own keys and enroll them with the invite that its organization printed.")
final class WorkerJoin extends Joining<Identity.Worker> {

    WorkerJoin() {
        super(Identity.Worker.class);
    }

    @Override
    void join(Identity.Worker identity, PartyFolder folder, Enrollment enrollment, Consortium consortium, PreflightReport report)
            throws StatusException {
        WorkerId worker = new WorkerId(identity.organization().value(), identity.worker().value());
        report.run(Preflights.machine(folder));
        reporting().say("preflight: " + report.summary());
        enrollment.enrollWorker(consortium, worker);
        finished(folder, worker, consortium.logKey().name(), consortium.authority().fingerprint(), report.notOk(), false);
    }

    @Override
    void joinedBefore(Identity.Worker identity, PartyFolder folder) {
        finished(folder, new WorkerId(identity.organization().value(), identity.worker().value()), folder.trust().logKey().name(),
                folder.authorities().oldest().fingerprint(), List.of(), true);
    }

    /** A benchmark, where worker.yaml was there already; else worker run does it, and also whatever keeps it from being done here. */
    @Override
    void afterwards(PartyFolder folder) {
        try {
            WorkerConfig config = WorkerConfig.read(folder.workerYaml());
            Optional<CharterDocument> charter = KeptCharter.kept(folder);
            if (charter.isPresent() && !new Benchmarks(new FileDisk(folder.path()), charter.get(), config).due().isEmpty()) {
                new SiteBenchmark(folder, reporting()).enter(proxy().route(folder, folder.coordinator()), Optional.empty(), false);
            }
        } catch (CommandFailure | ConfigException | SettingsException | StatusException | IOException e) {
            reporting().say("no benchmark was entered, worker run tries again: " + Failing.of(e).message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finished(PartyFolder folder, WorkerId worker, String origin, Fingerprint authority, List<JsonObject> notOk,
            boolean already) {
        boolean written = !Files.exists(folder.workerYaml());
        if (written) {
            folder.write(folder.workerYaml(), WorkerYaml.template(proxy().yamlLine()));
        }
        reporting().print(worker + (already ? " is already a worker of " : " is a worker of ") + origin + ".\n"
                        + (written ? "Next: say in " + folder.workerYaml() + " what this machine offers, then: " : "Next: ")
                        + "consort worker check --dir " + folder.path() + ", and consort worker run --dir " + folder.path(),
                JsonObject.builder()
                        .put("worker", worker.toString())
                        .put("origin", origin)
                        .put("authority", authority.hex())
                        .put("preflight", notOk)
                        .put("already", already)
                        .build());
    }
}
