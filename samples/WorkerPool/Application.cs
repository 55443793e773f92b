using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;

namespace WorkerPool;

/// <summary>The tree: what others need comes first, and the workers have a supervisor of their own.</summary>
public sealed class Application : ZharApplication
{
    private const string Topic = "chat:general";

    private Screen _screen = new(Console.Out, isTerminal: false);

    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        _screen = new(Console.Out, isTerminal: !Console.IsOutputRedirected && !Console.IsInputRedirected);
        services.AddSingleton(_screen);
    }

    protected override SupervisorSpec Start() => Supervisor.RestForOne(
        PubSub.Child(),
        Board.Child(Topic) with { Name = Board.Name },
        ChatRoom.Child(Topic) with { Name = ChatRoom.Name },
        Supervisor.Child<WorkerSupervisor>(),
        _screen.IsTerminal ? Keyboard.Child() : Autopilot.Child());
}
