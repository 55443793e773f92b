using Microsoft.Extensions.Hosting;

namespace WorkerPool;

/// <summary>Ends the program when its time is over.</summary>
internal sealed class EndAfter(TimeSpan time, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(time, stoppingToken);
        lifetime.StopApplication();
    }
}
