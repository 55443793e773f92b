using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Testing;

namespace Zhar.Mail.Tests.Delivery;

/// <summary>A node with a mailer in its tree.</summary>
internal sealed class MailNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ScriptedAdapter? _adapter;

    private MailNode(ServiceProvider services, TestNode test, ScriptedAdapter? adapter)
    {
        _adapter = adapter;
        _services = services;
        Test = test;
    }

    internal TestNode Test { get; }

    internal Mailer Mailer => _services.GetRequiredService<Mailer>();

    internal static async Task<MailNode> Start(MailAdapter? adapter = null, Dictionary<string, string?>? settings = null, bool virtualTime = false)
    {
        var services = new ServiceCollection();
        TestNode? test = null;
        services.AddSingleton(_ => test!.Node); // made before anybody asks
        services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(_ => test!.Log);
        if (adapter is not null)
            services.AddSingleton(adapter);
        services.AddMailer(new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build());
        var provider = services.BuildServiceProvider();
        test = TestNode.Start(virtualTime, options => options.Services = provider);
        await test.StartSupervised(Mailer.Child());
        return new MailNode(provider, test, adapter as ScriptedAdapter);
    }

    public async ValueTask DisposeAsync()
    {
        _adapter?.Close();
        await Test.DisposeAsync();
        await _services.DisposeAsync();
    }
}
