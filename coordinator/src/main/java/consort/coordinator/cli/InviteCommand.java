package consort.coordinator.cli;

import consort.certs.AuthorityCertificate;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.Name;
import consort.proto.InviteRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
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
    private String organization;

    @Option(names = "--benefit", defaultValue = "1", description = "its benefit in the cost share (default: ${DEFAULT-VALUE})")
    private long benefit;

    @Option(names = "--tier", defaultValue = "1", description = "its tier in the cost share (default: ${DEFAULT-VALUE})")
    private long tier;

    @Option(names = "--expires", defaultValue = "7d", paramLabel = "DURATION",
            description = "how long the invite can be used, as 7d, 12h or PT30M (default: ${DEFAULT-VALUE})")
    private String expires;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CoordinatorFolder folder = dir.folder();
        CoordinatorConfig config = CoordinatorConfig.read(folder.config());
        AuthorityCertificate authority = folder.authorityCertificate();
        Invite invite = Invite.create(config.address(),
                new Identity.Organization(authority.consortium(), new Name(organization)), authority.fingerprint(),
                new SecureRandom());
        try (Client client = Client.connect(folder)) {
            client.operator().invite(InviteRequest.newBuilder()
                    .setOrganization(organization)
                    .setInviteHash(invite.hash().hex())
                    .setExpiresMillis(Instant.now().plus(duration()).toEpochMilli())
                    .setBenefit(benefit)
                    .setTier(tier)
                    .build());
        }
        spec.commandLine().getOut().println(invite.line());
        return ExitCode.OK.code();
    }

    private Duration duration() {
        try {
            String iso = expires.matches("[0-9]{1,4}d") ? "P" + expires.toUpperCase(Locale.ROOT)
                    : expires.matches("[0-9]{1,5}[hms]") ? "PT" + expires.toUpperCase(Locale.ROOT) : expires;
            return Duration.parse(iso);
        } catch (DateTimeParseException e) {
            throw new CommandException(ExitCode.USAGE, "--expires " + expires + " is no duration: use 7d, 12h, 30m or PT30M");
        }
    }
}
