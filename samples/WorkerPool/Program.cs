using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkerPool;
using Zhar;

if (!Arguments.TryParse(args, out var runTime))
{
    await Console.Error.WriteLineAsync("usage: WorkerPool [--seconds N]   N: end after so many seconds, 1 to 86400");
    return 2;
}

return await ZharHost.Run<Application>([], builder =>
{
    if (Console.IsOutputRedirected || Console.IsInputRedirected)
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
    else
        builder.Logging.ClearProviders(); // the board shows the crashes; a log would be written across it
    if (runTime is { } time)
        builder.Services.AddHostedService(services => new EndAfter(time, services.GetRequiredService<IHostApplicationLifetime>()));
});
