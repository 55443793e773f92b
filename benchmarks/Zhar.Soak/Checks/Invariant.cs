namespace Zhar.Soak.Checks;

/// <summary>The twelve that the runtime promises; see docs/architecture.</summary>
internal enum Invariant
{
    OneThread = 1,
    PairOrder,
    NoLostWakeUp,
    NoHandlerWhileSuspended,
    NoLateReply,
    CallEndsOnce,
    DeathIsComplete,
    HogDelayIsBounded,
    BudgetIsKept,
    NoUserCodeOnRuntimeThreads,
    NoContextLeak,
    SmallAndFree,
}
