package consort.worker.cli;

import consort.certs.Fingerprint;
import consort.certs.Identity;
import consort.ledger.json.JsonObject;
import consort.worker.enroll.Consortium;
import consort.worker.enroll.Enrollment;
import consort.worker.folder.PartyFolder;
import io.grpc.StatusException;
import picocli.CommandLine.Command;

/** {@code consort member join}. */
@Command(name = "join", mixinStandardHelpOptions = true,
        description = "Become one of an organization's people, who read, with the invite that it printed.")
final class MemberJoin extends Joining<Identity.Person> {

    MemberJoin() {
        super(Identity.Person.class);
    }

    @Override
    void join(Identity.Person person, PartyFolder folder, Enrollment enrollment, Consortium consortium, PreflightReport report)
            throws StatusException {
        enrollment.enrollPerson(consortium, person);
        finished(folder, consortium.logKey().name(), consortium.authority().fingerprint(), person, false);
    }

    @Override
    void joinedBefore(Identity.Person person, PartyFolder folder) {
        finished(folder, folder.trust().logKey().name(), folder.authorities().oldest().fingerprint(), person, true);
    }

    private void finished(PartyFolder folder, String origin, Fingerprint authority, Identity.Person person, boolean already) {
        MemberYaml.writeIfAbsent(folder, proxy());
        reporting().print("You are " + (already ? "already " : "") + person.role().text() + " " + person.person() + " of "
                        + person.organization() + " in " + origin + ".\n"
                        + "Authority   " + authority.hex() + "\n"
                        + "            (compare it with what your organization keeps in its trust.json)\n"
                        + "Next: consort member ledger copy --dir " + folder.path(),
                JsonObject.builder()
                        .put("organization", person.organization().value())
                        .put("person", person.person().value())
                        .put("role", person.role().text())
                        .put("origin", origin)
                        .put("authority", authority.hex())
                        .put("already", already)
                        .build());
    }
}
