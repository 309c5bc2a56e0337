package consort.coordinator.cli;

import consort.ledger.json.JsonObject;
import consort.proto.RevokeReply;
import consort.proto.RevokeRequest;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code revoke}: ends somebody's part at once. */
@Command(name = "revoke", mixinStandardHelpOptions = true, description = {
    "End somebody's part at once: entered in the ledger, its streams and connections are cut, its keys and certificates",
    "count no more. An organization goes with all its workers and people. Workers and people can be invited again."})
final class RevokeCommand implements Callable<Integer> {

    private static final Pattern WHO = Pattern.compile("([^/]+)(?:/([^/]+))?");

    @Mixin
    private DirOption dir;

    @Parameters(paramLabel = "ORG[/WORKER]", description = "an organization, or one of its workers")
    private String who;

    @Option(names = "--person", paramLabel = "NAME", description = "one of the organization's people")
    private String person;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; stands in the ledger, for all members")
    private String reason;

    @Option(names = "--json", description = "print a JSON object")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Matcher parts = WHO.matcher(who);
        if (!parts.matches() || person != null && parts.group(2) != null) {
            throw new CommandException(ExitCode.USAGE, "revoke whom? an organization (acme), a worker (acme/w1) or a person (acme"
                    + " --person ann), not \"" + who + (person == null ? "\"" : "\" --person " + person));
        }
        RevokeRequest.Builder request = RevokeRequest.newBuilder().setOrganization(parts.group(1)).setReason(reason);
        if (parts.group(2) != null) {
            request.setWorker(parts.group(2));
        }
        if (person != null) {
            request.setPerson(person);
        }
        try (Client client = Client.connect(dir.folder())) {
            RevokeReply reply = client.operator(coordinator -> coordinator.revoke(request.build()));
            spec.commandLine().getOut().println(json
                    ? JsonObject.builder().put("entry", reply.getEntry()).put("already", reply.getAlready()).build().canonicalText()
                    : (person == null ? who : "person " + person + " of " + who)
                            + (reply.getAlready() ? " takes no part already" : " is revoked") + " (entry " + reply.getEntry() + ")");
        }
        return ExitCode.OK.code();
    }
}
