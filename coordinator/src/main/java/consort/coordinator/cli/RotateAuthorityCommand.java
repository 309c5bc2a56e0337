package consort.coordinator.cli;

import com.google.protobuf.ByteString;
import consort.certs.Authorities;
import consort.certs.Authority;
import consort.certs.AuthorityCertificate;
import consort.certs.Certificates;
import consort.certs.Fingerprint;
import consort.certs.Name;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.proto.AddAuthorityRequest;
import consort.proto.ChangeReply;
import consort.proto.RetireAuthorityRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rotate-authority}: over to another certificate authority, while both count for a time. */
@Command(name = "rotate-authority", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Go over to another certificate authority: add one, wait until all renewed, retire the old one.",
        subcommands = {RotateAuthorityCommand.Add.class, RotateAuthorityCommand.Retire.class})
final class RotateAuthorityCommand {

    /** {@code rotate-authority add}. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = {
        "Make a second authority, in keys/; it issues all certificates from now on, and those of the present one count",
        "as well. Members and workers learn of it from the ledger when they renew."})
    static final class Add implements Callable<Integer> {

        @Mixin
        private DirOption dir;

        @Option(names = "--json", description = "answer as JSON")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            CoordinatorFolder folder = dir.folder();
            SecureRandom random = new SecureRandom();
            Name consortium = folder.authorities().consortium();
            try (Client client = Client.connect(folder)) {
                AuthorityCertificate next = folder.nextAuthority(
                        () -> Authority.found(consortium, InitCommand.AUTHORITY_LIFETIME, Instant.now(), random), random)
                        .certificate();
                ByteString der = ByteString.copyFrom(Certificates.encode(List.of(next.certificate())).getFirst());
                ChangeReply reply = client.operator(coordinator ->
                        coordinator.addAuthority(AddAuthorityRequest.newBuilder().setCertificate(der).build()));
                folder.forgetNextAuthority();
                print(spec, json, reply, Optional.of(next.fingerprint()), "the authority " + next.fingerprint() + " issues certificates (entry "
                        + reply.getEntry() + ")\nBack up " + folder.keys() + ". Once everybody renewed: consort coordinator"
                        + " rotate-authority retire");
            }
            return ExitCode.OK.code();
        }
    }

    /** {@code rotate-authority retire}. */
    @Command(name = "retire", mixinStandardHelpOptions = true, description = {
        "Let the certificates of an authority count no more, and cut the connections that showed one. Refuses, and says",
        "who, while somebody has no certificate of another authority."})
    static final class Retire implements Callable<Integer> {

        @Mixin
        private DirOption dir;

        @Parameters(paramLabel = "FINGERPRINT", arity = "0..1", description = "which one (default: the older, where two count)")
        private Fingerprint fingerprint;

        @Option(names = "--force", description = "although some are shut out, who come back by 'certify' or a new invite")
        private boolean force;

        @Option(names = "--json", description = "answer as JSON")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            CoordinatorFolder folder = dir.folder();
            Optional<Fingerprint> authority = Optional.ofNullable(fingerprint).or(() -> olderOfTwo(folder.authorities()));
            try (Client client = Client.connect(folder)) {
                ChangeReply reply = client.operator(coordinator -> coordinator.retireAuthority(RetireAuthorityRequest.newBuilder()
                        .setFingerprint(authority.map(Fingerprint::hex).orElse("")).setForce(force).build()));
                print(spec, json, reply, authority, authority.map(one -> "the authority " + one + " is retired").orElse(
                        "one authority counts, the others are retired") + (reply.getAlready() ? " already" : "") + " (entry "
                        + reply.getEntry() + ")\nOpen invites that name it are void: give new ones.");
            }
            return ExitCode.OK.code();
        }

        /** The one that is meant when none is named: with more of them, or once it is retired, nothing is plain. */
        private static Optional<Fingerprint> olderOfTwo(Authorities counting) {
            return counting.certificates().size() == 2 ? Optional.of(counting.oldest().fingerprint()) : Optional.empty();
        }
    }

    private static void print(CommandSpec spec, boolean json, ChangeReply reply, Optional<Fingerprint> authority, String text) {
        spec.commandLine().getOut().println(json ? JsonObject.builder().putIfPresent("authority", authority.map(one -> new JsonString(one.hex())))
                .put("entry", reply.getEntry()).put("already", reply.getAlready()).build().canonicalText() : text);
    }
}
