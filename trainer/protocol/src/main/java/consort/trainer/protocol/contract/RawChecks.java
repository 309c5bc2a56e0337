package consort.trainer.protocol.contract;

import consort.trainer.protocol.MessageCodec;
import consort.trainer.protocol.ProtocolException;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerFailure;
import consort.trainer.protocol.TrainerMessage;
import consort.trainer.protocol.TrainerSession;
import consort.trainer.protocol.TrainerTask;
import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;

/** The checks that say what this version's agent would not say, and so speak with a process of their own. */
final class RawChecks {

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(10);

    private final TrainerCommand command;
    private final ContractOptions options;

    RawChecks(TrainerCommand command, ContractOptions options) {
        this.command = command;
        this.options = options;
    }

    /** A later version may add fields and messages: the first are ignored, the others refused, and life goes on. */
    void laterVersions(Workbench bench) throws CheckFailed, IOException {
        withSession(session -> {
            TrainerTask task = bench.trainTask(bench.model(), bench.data(), "later", 1, Optional.empty());
            String line = MessageCodec.encode(task);
            String odd = "{\"type\":\"of-a-later-version\",\"task\":\"odd\"}";
            if (!(ask(session, odd) instanceof TrainerMessage.Failed)) {
                throw new CheckFailed("to " + odd + " the answer must be failed with that task");
            }
            String more = "{\"of-a-later-version\":{\"a\":[1]}," + line.substring(1);
            TrainerMessage answer = ask(session, more);
            if (!(answer instanceof TrainerMessage.Done)) {
                throw new CheckFailed("to " + more + " the answer was " + answer + "; a field it does not know it ignores");
            }
        });
    }

    /** The agent may go at any moment; its trainers go with it. */
    void endsWithSocket() throws CheckFailed, IOException {
        withSession(session -> {
            if (!session.stop(CLOSE_GRACE)) {
                throw new CheckFailed("the process still ran " + CLOSE_GRACE.toSeconds()
                        + " s after the socket was closed: end when a read returns nothing");
            }
        });
    }

    private interface Talk {
        void with(TrainerSession session) throws TrainerFailure, CheckFailed, ProtocolException;
    }

    private void withSession(Talk talk) throws CheckFailed, IOException {
        try (Selector selector = Selector.open()) {
            TrainerSession session = TrainerSession.start(command, options.limits(), selector, deadline(), () -> false);
            try {
                talk.with(session);
            } finally {
                session.kill();
            }
        } catch (TrainerFailure e) {
            throw Workbench.unexpected(e.outcome());
        } catch (ProtocolException e) {
            throw new CheckFailed("the trainer's answer: " + e.getMessage());
        }
    }

    private TrainerMessage ask(TrainerSession session, String line) throws TrainerFailure, CheckFailed, ProtocolException {
        long deadline = deadline();
        session.send(line, deadline);
        while (deadline - System.nanoTime() > 0) {
            Optional<String> answer = session.readLine(deadline);
            if (answer.isPresent()) {
                TrainerMessage message = MessageCodec.decodeTrainer(answer.get());
                if (!(message instanceof TrainerMessage.Progress)) {
                    return message;
                }
            }
        }
        throw new CheckFailed("no answer in time to " + line);
    }

    private long deadline() {
        return System.nanoTime() + options.taskLimit().toNanos();
    }
}
