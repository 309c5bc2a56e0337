package consort.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import consort.certs.AuthorityCertificate;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.Name;
import consort.ledger.entry.Invitation;
import consort.proto.InviteRequest;
import consort.proto.StatusRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code invite}: the secret is made here and printed; the coordinator learns only its hash. */
@Command(name = "invite", mixinStandardHelpOptions = true,
        description = "Invite an organization. Prints one line that lets it join once: send it over a private channel.")
final class InviteCommand implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Parameters(paramLabel = "ORG", description = "the organization's name: a-z, 0-9 and -")
    private Name organization;

    @Option(names = "--benefit", defaultValue = "1", paramLabel = "N",
            description = "what it gains from the models, in a unit of your choice: members bear the bill's part 'byBenefit'"
                    + " in proportion to these (default: ${DEFAULT-VALUE})")
    private long benefit;

    @Option(names = "--tier", defaultValue = "1", paramLabel = "N",
            description = "its class of membership as a number: members bear the bill's part 'tiered' in proportion to these"
                    + " (default: ${DEFAULT-VALUE})")
    private long tier;

    @Option(names = "--expires", defaultValue = "7d", paramLabel = "DURATION",
            description = "how long the invite can be used, as 7d, 12h or PT30M (default: ${DEFAULT-VALUE})")
    private Duration expires;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CoordinatorFolder folder = dir.folder();
        CoordinatorConfig config = CoordinatorConfig.read(folder.config());
        AuthorityCertificate authority = folder.authorities().oldest();
        Invite invite = Invite.create(config.address(),
                new Identity.Organization(authority.consortium(), organization), authority.fingerprint(),
                new SecureRandom());
        InviteRequest request = InviteRequest.newBuilder()
                .setOrganization(organization.value())
                .setInviteHash(invite.hash().hex())
                .setExpiresMillis(Instant.now().plus(expires).toEpochMilli())
                .setBenefit(units("--benefit", benefit))
                .setTier(units("--tier", tier))
                .build();
        List<String> others;
        try (Client client = Client.connect(folder)) {
            others = open(client);
            client.operator(coordinator -> coordinator.invite(request));
        }
        // The line alone goes to standard output, so that it can be piped.
        spec.commandLine().getOut().println(invite.line());
        others.forEach(other -> spec.commandLine().getErr().println("another invite of " + organization + " is open as well: " + other
                + ". The first that is used decides its benefit and tier, and ends the others"));
        return ExitCode.OK.code();
    }

    /** The organization's other invites that can be used. */
    private List<String> open(Client client) throws IOException {
        List<String> open = new ArrayList<>();
        for (JsonNode other : status(client).path("invites")) {
            boolean same = other.path("organization").asText().equals(organization.value()) && other.has("benefit");
            if (same && !other.path("outdated").asBoolean()) {
                open.add(StatusText.lasting(other, System.currentTimeMillis()));
            }
        }
        return open;
    }

    /** Empty when it cannot be had: an invite is not to fail for that. */
    private static JsonNode status(Client client) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try {
            return mapper.readTree(client.operator(coordinator -> coordinator.status(StatusRequest.getDefaultInstance())).getJson());
        } catch (CommandException unread) {
            return mapper.createObjectNode();
        }
    }

    private static long units(String option, long value) {
        if (value < 0 || value > Invitation.MAX_SHARE_UNITS) {
            throw new CommandException(ExitCode.USAGE,
                    option + " " + value + " is not taken: use 0 to " + Invitation.MAX_SHARE_UNITS);
        }
        return value;
    }
}
