package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class InvitePropertyTest {
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void readsWhatItWrites(@ForAll("invites") Invite invite) {
        Invite read = Invite.parse(invite.line());
        assertThat(read).isEqualTo(invite);
        assertThat(read.line()).isEqualTo(invite.line());
        assertThat(read.signingSeed()).isEqualTo(invite.signingSeed());
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void aChangedLineIsRefusedOrMeansSomethingElse(
            @ForAll("invites") Invite invite, @ForAll int place, @ForAll char replacement) {
        String line = invite.line();
        int at = Math.floorMod(place, line.length());
        String changed = line.substring(0, at) + replacement + line.substring(at + 1);
        parsed(changed).ifPresent(read -> {
            assertThat(read.line()).isEqualToIgnoringCase(changed.strip());
            assertThat(read.equals(invite)).isEqualTo(read.line().equals(line));
        });
    }

    @Property(tries = 1000)
    void anyOtherTextIsRefusedWithAMessage(@ForAll String text) {
        assertThat(parsed(text)).isEmpty();
    }

    private static Optional<Invite> parsed(String line) {
        try {
            return Optional.of(Invite.parse(line));
        } catch (CertsException e) {
            assertThat(e).message().isNotBlank().hasSizeLessThan(400);
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<Invite> invites() {
        Arbitrary<Name> names = Arbitraries.strings()
                .withCharRange('a', 'z').numeric().withChars('-').ofMinLength(1).ofMaxLength(40)
                .filter(text -> !text.startsWith("-")).map(Name::new);
        Arbitrary<String> hosts = Arbitraries.oneOf(
                Arbitraries.of("localhost", "192.0.2.7", "2001:db8::1", "::1"),
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(63).list().ofMinSize(1)
                        .ofMaxSize(3).map(labels -> String.join(".", labels)));
        Arbitrary<Address> addresses =
                Combinators.combine(hosts, Arbitraries.integers().between(1, 65_535)).as(Address::new);
        Arbitrary<Fingerprint> fingerprints = Arbitraries.strings()
                .withChars("0123456789abcdef").ofLength(64).map(Fingerprint::new);
        return Combinators.combine(addresses, names, names, names, Arbitraries.of(0, 1, 2), fingerprints, Arbitraries.longs())
                .as((address, consortium, organization, name, kind, fingerprint, seed) -> switch (kind) {
                    case 0 -> Invite.create(address, new Identity.Organization(consortium, organization), fingerprint,
                            Pki.seeded(seed));
                    case 1 -> Invite.create(address, new Identity.Worker(consortium, organization, name), fingerprint,
                            Pki.seeded(seed));
                    default -> Invite.create(address, new Identity.Person(consortium, organization,
                            Identity.PersonRole.values()[Math.floorMod(seed.intValue(), 2)], name), fingerprint,
                            Pki.seeded(seed));
                });
    }
}
