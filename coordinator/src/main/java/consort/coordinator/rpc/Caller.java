package consort.coordinator.rpc;

import consort.certs.Callers;
import consort.certs.Identity;
import consort.ledger.entry.WorkerId;

/** The caller of the current call, in the terms of the service that {@link Access} let it reach. */
final class Caller {

    private Caller() {
    }

    static WorkerId worker() {
        if (Callers.identity() instanceof Identity.Worker worker) {
            return new WorkerId(worker.organization().value(), worker.worker().value());
        }
        throw wrongRole();
    }

    static String organization() {
        if (Callers.identity() instanceof Identity.Organization organization) {
            return organization.organization().value();
        }
        throw wrongRole();
    }

    static String inviteHash() {
        if (Callers.identity() instanceof Identity.Bootstrap bootstrap) {
            return bootstrap.invite().hex();
        }
        throw wrongRole();
    }

    /** A name by which limits of a peer are counted. */
    static String peer() {
        return name(Callers.identity());
    }

    static String name(Identity identity) {
        return switch (identity) {
            case Identity.Operator operator -> "operator";
            case Identity.Organization organization -> organization.organization().value();
            case Identity.Worker worker -> worker.organization() + "/" + worker.worker();
            case Identity.Bootstrap bootstrap -> "invite " + bootstrap.invite();
            case Identity.Coordinator coordinator -> "coordinator";
        };
    }

    private static IllegalStateException wrongRole() {
        return new IllegalStateException("the access table let " + Callers.identity().describe() + " through to here");
    }
}
