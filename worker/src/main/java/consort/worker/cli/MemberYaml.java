package consort.worker.cli;

import consort.worker.folder.PartyFolder;
import java.nio.file.Files;

/** The member.yaml that is written for a new member. */
final class MemberYaml {

    private static final String TEMPLATE = """
            # Where the coordinator is now, if it moved since this folder was made.
            # coordinator: pool.example:7443

            # The HTTP proxy through which it is reached; "direct" for none, whatever https_proxy says.
            %s""";

    private MemberYaml() {
    }

    static void writeIfAbsent(PartyFolder folder, ProxyOption proxy) {
        if (!Files.exists(folder.memberYaml())) {
            folder.write(folder.memberYaml(), TEMPLATE.formatted(proxy.yamlLine()));
        }
    }
}
