package consort.coordinator.cli;

import consort.ledger.json.JsonObject;
import consort.proto.ChangeReply;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that enters one decision of the operator. Given again, it changes nothing and says so. */
abstract class Change implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Option(names = "--json", description = "answer as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Asks the coordinator. */
    abstract ChangeReply ask(OperatorBlockingStub coordinator);

    /** Asks, with what is to be done around it. */
    ChangeReply reply(Client client) throws IOException {
        return client.operator(this::ask);
    }

    final CoordinatorFolder folder() {
        return dir.folder();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** What is so now, such as "run 1 is paused". */
    abstract String outcome();

    @Override
    public final Integer call() throws IOException {
        ChangeReply reply;
        try (Client client = Client.connect(dir.folder())) {
            reply = reply(client);
        }
        spec.commandLine().getOut().println(json ? json(reply) : text(reply));
        return ExitCode.OK.code();
    }

    private String text(ChangeReply reply) {
        String where = reply.getEntry() == 0 ? "" : " (entry " + reply.getEntry() + ")";
        return outcome() + (reply.getAlready() ? " already" : "") + where;
    }

    private static String json(ChangeReply reply) {
        JsonObject.Builder json = JsonObject.builder().put("already", reply.getAlready());
        return (reply.getEntry() == 0 ? json : json.put("entry", reply.getEntry())).build().canonicalText();
    }
}
