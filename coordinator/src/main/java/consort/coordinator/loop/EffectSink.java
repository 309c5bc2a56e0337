package consort.coordinator.loop;

import consort.coordinator.core.Effect;

/**
 * Carries out what the loop releases. Called on the loop's thread, in order; must not block. An effect that cannot be done
 * because its peer is gone is dropped: the core learns of it as an event.
 */
@FunctionalInterface
public interface EffectSink {

    /** @param effect none of {@link Effect.SendReceipt}, {@link Effect.SendProof} and {@link Effect.Publish}: the engine resolves these itself */
    void perform(Effect effect);
}
