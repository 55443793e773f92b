using Zhar.Scheduling;

namespace Zhar.Runtime;

/// <summary>
/// Runs what is left of a dead process' code: a continuation whose process was killed meanwhile. Every Zhar operation in it throws, so nothing
/// of it reaches another process, but its finally blocks run and release locks and connections; dropping it would leak them.
/// </summary>
internal sealed class Zombie
{
    private readonly ProcessCore _core;
    private readonly IPost _post;

    private Zombie(ProcessCore core, IPost post)
    {
        _core = core;
        _post = post;
    }

    internal static void Run(ProcessCore core, IPost post) =>
        core.Node.Scheduler.Offload(static zombie => zombie.Execute(), new Zombie(core, post));

    private void Execute()
    {
        var executor = Executor.ForThisThread();
        var previous = executor.Switch(_core);
        try
        {
            _post.Run();
        }
        catch (Exception e)
        {
            // Its process is dead and has been reported; what its last code throws has nobody left to go to.
            _core.Node.Log.ZombieFault(e, _core.Pid.ToString());
        }
        finally
        {
            executor.SwitchBack(previous);
        }
    }
}
