package consort.coordinator.cli;

import com.google.protobuf.UnsafeByteOperations;
import consort.ledger.entry.JobDocument;
import consort.ledger.json.JsonObject;
import consort.proto.SubmitReply;
import consort.proto.SubmitRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code submit}: brings a job into canonical form, uploads its initial model, and starts a run. */
@Command(name = "submit", mixinStandardHelpOptions = true, description = "Submit a job and start a run of it.")
final class SubmitCommand implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Parameters(paramLabel = "JOB.yaml", description = "the job; docs/operate.md describes its keys")
    private Path file;

    @Option(names = "--model", paramLabel = "FILE", description = "the initial model (safetensors), uploaded first")
    private Path model;

    @Option(names = "--json", description = "answer as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<String> digest = Optional.ofNullable(model).map(ModelUpload::digest);
        JobDocument job = JobFile.read(file, digest);
        if (model != null) {
            ModelUpload.requireFit(model, job);
        }
        SubmitReply reply;
        try (Client client = Client.connect(dir.folder())) {
            if (digest.isPresent()) {
                ModelUpload.upload(client, model, digest.get());
            }
            reply = client.submitter(coordinator -> coordinator.submit(
                    SubmitRequest.newBuilder().setJob(UnsafeByteOperations.unsafeWrap(job.bytes())).build()));
        }
        spec.commandLine().getOut().println(json
                ? JsonObject.builder().put("run", reply.getRun()).put("job", reply.getJob())
                        .put("already", reply.getAlready()).build().canonicalText()
                : text(reply));
        return ExitCode.OK.code();
    }

    private static String text(SubmitReply reply) {
        return reply.getAlready()
                ? "this job runs already as run " + reply.getRun() + "; no other was started: job " + reply.getJob()
                : "run " + reply.getRun() + " started: job " + reply.getJob();
    }
}
