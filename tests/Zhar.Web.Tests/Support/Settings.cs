using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Web.Tests.Support;

/// <summary>Services with a configuration, as an application has them.</summary>
internal static class Settings
{
    internal static IConfiguration Of(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build();

    internal static ServiceProvider Services(params (string Key, string Value)[] settings) =>
        new ServiceCollection().AddSingleton(Of(settings)).BuildServiceProvider();
}
