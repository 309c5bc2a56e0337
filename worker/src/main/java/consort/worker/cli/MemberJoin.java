package consort.worker.cli;

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
        finished(folder, consortium, person);
    }

    private void finished(PartyFolder folder, Consortium consortium, Identity.Person person) {
        MemberYaml.writeIfAbsent(folder, proxy());
        reporting().print("You are " + person.role().text() + " " + person.person() + " of " + person.organization() + " in "
                        + consortium.logKey().name() + ".\n"
                        + "Authority   " + consortium.authority().fingerprint().hex() + "\n"
                        + "            (compare it with what your organization keeps in its trust.json)\n"
                        + "Next: consort member ledger copy --dir " + folder.path(),
                JsonObject.builder()
                        .put("organization", person.organization().value())
                        .put("person", person.person().value())
                        .put("role", person.role().text())
                        .put("origin", consortium.logKey().name())
                        .put("authority", consortium.authority().fingerprint().hex())
                        .build());
    }
}
