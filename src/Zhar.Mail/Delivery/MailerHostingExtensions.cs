using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Zhar.Mail;

/// <summary>Adds the mailer to an application's services.</summary>
public static class MailerHostingExtensions
{
    private const string Adapters = "Smtp, Local (the development mailbox), Test or Log";

    extension(IServiceCollection services)
    {
        /// <summary>Makes <see cref="Mailer"/> injectable, with its settings from the sections <c>Mailer</c> and <c>Smtp</c>. <c>Mailer.Child()</c> belongs into the tree.</summary>
        /// <param name="configuration">Where the sections are.</param>
        /// <param name="configure">Changes the settings after they were read.</param>
        /// <exception cref="InvalidOperationException">A setting is wrong or missing. Thrown when the mailer is first asked for, so at the start of the application.</exception>
        public IServiceCollection AddMailer(IConfiguration configuration, Action<MailerOptions>? configure = null)
        {
            ArgumentNullException.ThrowIfNull(configuration);
            services.TryAddSingleton(provider => Make(provider, configuration, configure));
            return services;
        }
    }

    private static Mailer Make(IServiceProvider provider, IConfiguration configuration, Action<MailerOptions>? configure)
    {
        var options = MailerOptions.Read(configuration);
        configure?.Invoke(options);
        var logger = provider.GetService<ILoggerFactory>()?.CreateLogger("Zhar.Mail") ?? NullLogger.Instance;
        var node = provider.GetService<Node>();
        var adapter = options.Adapter is null ? provider.GetService<MailAdapter>() : null;
        return new Mailer(adapter ?? Named(provider, configuration, options.Adapter, node, logger), options, node, logger);
    }

    private static MailAdapter Named(IServiceProvider provider, IConfiguration configuration, string? name, Node? node, ILogger logger) => name?.ToLowerInvariant() switch
    {
        "smtp" => new SmtpAdapter(SmtpOptions.Read(configuration)),
        "local" => new LocalAdapter(node),
        "test" => new TestAdapter(),
        "log" => new LogAdapter(logger),
        null when provider.GetService<IHostEnvironment>()?.IsDevelopment() is true => new LocalAdapter(node),
        null => throw new InvalidOperationException($"There is no setting Mailer:Adapter, so emails could go nowhere. Set it to {Adapters}; for SMTP set Smtp:Host too."),
        _ => throw new InvalidOperationException($"The setting Mailer:Adapter is '{HeaderText.Shown(name!)}'. It has to be {Adapters}."), // null has come above
    };
}
