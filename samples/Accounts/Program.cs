using Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhar;

var screen = new Screen(Console.Out, Console.Error);
var command = Command.Parse(args);
if (command is Command.Help)
{
    screen.Text(Command.ProgramUsage);
    return 0;
}

if (command is Command.Wrong or Command.Quit)
{
    screen.Error(command is Command.Wrong wrong ? wrong.Problem : "there is nothing to quit; help lists the commands");
    return 2;
}

if (command is Command.Setup)
    return await Setup.Run(screen);

Session? session = null;
var code = await ZharHost.Run<Application>([], builder =>
{
    // The commands tell what has failed. Logging__LogLevel__Default=Debug shows the statements too, on the error output.
    builder.Logging.SetMinimumLevel(LogLevel.Critical);
    builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    builder.Services.AddSingleton(screen).AddSingleton<Commands>();
    builder.Services.AddHostedService(services => session = ActivatorUtilities.CreateInstance<Session>(services, command));
});
return code != 0 ? code : session?.ExitCode ?? 0;
