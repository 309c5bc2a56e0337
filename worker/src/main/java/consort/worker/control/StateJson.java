package consort.worker.control;

import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.worker.policy.Closed;
import consort.worker.policy.Spent;
import consort.worker.session.Lending;
import consort.worker.session.SessionState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A session's state for people and machines; the same as long as nothing happens but the passing of time. */
final class StateJson {

    private StateJson() {
    }

    static JsonObject of(SessionState state, long wallMillis) {
        Lending lending = state.lending();
        LocalDate today = Instant.ofEpochMilli(wallMillis).atZone(lending.spent().zone()).toLocalDate();
        Spent.Day month = lending.spent().since(today.withDayOfMonth(1));
        OptionalLong lease = state.work().lease();
        return JsonObject.builder()
                .put("process", ProcessHandle.current().pid())
                .put("connected", state.online())
                .put("takesTasks", lending.closed().isEmpty())
                .putIfPresent("reason", lending.closed().map(Closed::reason).map(JsonString::new))
                .putIfPresent("untilMillis", lending.closed().map(Closed::untilMillis).filter(until -> until > 0).map(JsonInteger::new))
                .put("paused", lending.paused())
                .put("deviceFree", lending.device() == Lending.Device.FREE)
                .put("stage", state.work().getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .putIfPresent("lease", lease.isPresent() ? Optional.of(new JsonInteger(lease.getAsLong())) : Optional.empty())
                .put("outstandingReceipt", state.work().holdsClaim())
                .put("lastSeq", state.lastSeq())
                .put("todayDeviceMillis", lending.spent().since(today).deviceMillis())
                .put("monthDeviceMillis", month.deviceMillis())
                .put("monthAcceptedMillis", month.acceptedMillis())
                .build();
    }
}
