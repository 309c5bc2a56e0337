package consort.coordinator.cli;

import consort.certs.Credential;
import consort.ledger.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code operator-certificate}: another certificate for the operator. */
@Command(name = "operator-certificate", mixinStandardHelpOptions = true, description = {
    "Make a new certificate for the operator; older ones are refused from now on, also by a coordinator that runs.",
    "Needs no coordinator."})
final class OperatorCertificateCommand implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Option(names = "--json", description = "answer as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CoordinatorFolder folder = dir.folder();
        Credential fresh = folder.replaceOperator(new SecureRandom(), Instant.now());
        Instant end = fresh.certificate().getNotAfter().toInstant();
        spec.commandLine().getOut().println(json
                ? JsonObject.builder().put("number", folder.operatorNumber()).put("notAfterMillis", end.toEpochMilli())
                        .build().canonicalText()
                : "the operator has certificate number " + folder.operatorNumber() + ", valid until " + end
                        + "; older ones count no more");
        return ExitCode.OK.code();
    }
}
