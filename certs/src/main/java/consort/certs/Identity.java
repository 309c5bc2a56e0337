package consort.certs;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who stands at the other end of a connection.
 *
 * <p>An {@link Issued} identity is written in a certificate as its only URI name, by the authority:
 *
 * <pre>
 * consort://CONSORTIUM/operator
 * consort://CONSORTIUM/org/ORGANIZATION
 * consort://CONSORTIUM/org/ORGANIZATION/worker/WORKER
 * consort://CONSORTIUM/org/ORGANIZATION/member/PERSON
 * consort://CONSORTIUM/org/ORGANIZATION/auditor/PERSON
 * consort://CONSORTIUM/coordinator
 * </pre>
 *
 * A {@link Bootstrap} identity is not issued: it is the holder of an invite's secret, and may enroll and nothing else.
 */
public sealed interface Identity {
    /** For messages: {@code worker w1 of organization beta in consortium acme}. */
    String describe();

    /** Written in a certificate of the authority. */
    sealed interface Issued extends Identity {
        Name consortium();

        /** The URI name in the certificate, which {@link Identity#parse} reads. */
        String uri();
    }

    /** Calls the coordinator: its certificates are for clients only. */
    sealed interface Member extends Issued {}

    /** Who runs the coordinator. */
    record Operator(Name consortium) implements Member {
        public Operator {
            Objects.requireNonNull(consortium, "consortium");
        }

        @Override
        public String uri() {
            return SCHEME + consortium + "/operator";
        }

        @Override
        public String describe() {
            return "the operator of consortium " + consortium;
        }
    }

    /** An organization, speaking for itself. */
    record Organization(Name consortium, Name organization) implements Member {
        public Organization {
            Objects.requireNonNull(consortium, "consortium");
            Objects.requireNonNull(organization, "organization");
        }

        @Override
        public String uri() {
            return SCHEME + consortium + "/org/" + organization;
        }

        @Override
        public String describe() {
            return "organization " + organization + " in consortium " + consortium;
        }
    }

    /** A worker of an organization. */
    record Worker(Name consortium, Name organization, Name worker) implements Member {
        public Worker {
            Objects.requireNonNull(consortium, "consortium");
            Objects.requireNonNull(organization, "organization");
            Objects.requireNonNull(worker, "worker");
        }

        @Override
        public String uri() {
            return SCHEME + consortium + "/org/" + organization + "/worker/" + worker;
        }

        @Override
        public String describe() {
            return "worker " + worker + " of organization " + organization + " in consortium " + consortium;
        }
    }

    /** A person of an organization, who reads. */
    record Person(Name consortium, Name organization, PersonRole role, Name person) implements Member {
        public Person {
            Objects.requireNonNull(consortium, "consortium");
            Objects.requireNonNull(organization, "organization");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(person, "person");
        }

        @Override
        public String uri() {
            return SCHEME + consortium + "/org/" + organization + "/" + role.text() + "/" + person;
        }

        @Override
        public String describe() {
            return role.text() + " " + person + " of organization " + organization + " in consortium " + consortium;
        }
    }

    /** What a person may read. */
    enum PersonRole {
        MEMBER, AUDITOR;

        /** As in the URI. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The role that a part of a URI names. */
        static Optional<PersonRole> of(String text) {
            return Stream.of(values()).filter(role -> role.text().equals(text)).findFirst();
        }
    }

    /** The service itself: its certificates are for servers only and also name its hosts. */
    record Coordinator(Name consortium) implements Issued {
        public Coordinator {
            Objects.requireNonNull(consortium, "consortium");
        }

        @Override
        public String uri() {
            return SCHEME + consortium + "/coordinator";
        }

        @Override
        public String describe() {
            return "the coordinator of consortium " + consortium;
        }
    }

    /** The holder of an invite, known only by the public hash of the invite's key. */
    record Bootstrap(InviteHash invite) implements Identity {
        public Bootstrap {
            Objects.requireNonNull(invite, "invite");
        }

        @Override
        public String describe() {
            return "the holder of invite " + invite.hex().substring(0, 16);
        }
    }

    /** What every identity's URI begins with. */
    String SCHEME = "consort://";

    /**
     * The identity that a URI of the form above names; nothing else is accepted.
     *
     * @throws CertsException naming the URI
     */
    static Issued parse(String uri) {
        if (!uri.startsWith(SCHEME)) {
            throw notAnIdentity(uri);
        }
        String[] parts = uri.substring(SCHEME.length()).split("/", -1);
        if (parts.length == 2 && parts[1].equals("operator")) {
            return new Operator(new Name(parts[0]));
        }
        if (parts.length == 2 && parts[1].equals("coordinator")) {
            return new Coordinator(new Name(parts[0]));
        }
        if (parts.length == 3 && parts[1].equals("org")) {
            return new Organization(new Name(parts[0]), new Name(parts[2]));
        }
        if (parts.length == 5 && parts[1].equals("org") && parts[3].equals("worker")) {
            return new Worker(new Name(parts[0]), new Name(parts[2]), new Name(parts[4]));
        }
        if (parts.length == 5 && parts[1].equals("org") && PersonRole.of(parts[3]).isPresent()) {
            return new Person(new Name(parts[0]), new Name(parts[2]), PersonRole.of(parts[3]).get(), new Name(parts[4]));
        }
        throw notAnIdentity(uri);
    }

    private static CertsException notAnIdentity(String uri) {
        return new CertsException(Name.shown(uri) + " is not an identity: expected " + SCHEME
                + "CONSORTIUM/ followed by operator, coordinator, org/NAME or org/NAME/worker|member|auditor/NAME");
    }
}
