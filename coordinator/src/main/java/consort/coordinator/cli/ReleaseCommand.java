package consort.coordinator.cli;

import consort.proto.ChangeReply;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import consort.proto.ReleaseRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code release}: gives a model of the ledger a name and a version. */
@Command(name = "release", mixinStandardHelpOptions = true,
        description = "Release a model that a run reached, under a name and version that no other model gets. It is kept from then on.")
final class ReleaseCommand extends Change {

    private static final Pattern MODEL = Pattern.compile("([1-9][0-9]{0,14})(?:/(0|[1-9][0-9]{0,14}))?");

    @Parameters(index = "0", paramLabel = "RUN[/ROUND]", description = "which model, such as 1/3; without a round the newest of the run")
    private String model;

    @Parameters(index = "1", paramLabel = "NAME", description = "such as fashion")
    private String name;

    @Parameters(index = "2", paramLabel = "VERSION", description = "such as 1.0.0")
    private String version;

    @Option(names = "--license", required = true, paramLabel = "TEXT", description = "an SPDX identifier, such as Apache-2.0, or words")
    private String license;

    @Option(names = "--notes", defaultValue = "", paramLabel = "TEXT", description = "for people; stands in the ledger")
    private String notes;

    @Override
    ChangeReply ask(OperatorBlockingStub coordinator) {
        Matcher parts = MODEL.matcher(model);
        if (!parts.matches()) {
            throw new CommandException(ExitCode.USAGE, "\"" + model + "\" is no model: give a run, or run and round, such as 1/3");
        }
        ReleaseRequest.Builder request = ReleaseRequest.newBuilder().setRun(Long.parseLong(parts.group(1))).setName(name)
                .setVersion(version).setLicense(license).setNotes(notes);
        return coordinator.releaseModel((parts.group(2) == null ? request.setNewest(true)
                : request.setRound(Long.parseLong(parts.group(2)))).build());
    }

    @Override
    String outcome() {
        return "the model of " + (model.contains("/") ? "" : "run ") + model + " is released as " + name + " " + version;
    }
}
