using BlogWeb;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;
using Zhar.Data;
using Zhar.Data.Migrations;
using Zhar.Mail;
using Zhar.Web;

namespace Blog;

/// <summary>The tree: the repo, the migrations that are missing, the first posts, then who needs them; the endpoint comes last, when all is ready.</summary>
public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddRepo<Repo>(config, Default);
        services.AddMailer(config);
        services.AddSingleton<Posts>();
        services.AddSingleton(provider => new CommentNotifier(provider.GetRequiredService<Mailer>(), config["Blog:Owner"]));
    }

    protected override SupervisorSpec Start() => Supervisor.RestForOne(
        Repo.Child(),
        Migrator.Child<Repo>(),
        FirstPosts.Child(),
        PubSub.Child(),
        Mailer.Child(),
        Endpoint.Child());

    /// <summary>A file in the working directory, unless DATABASE_URL or the section "Repo" of the configuration names something else.</summary>
    internal static void Default(RepoOptions options)
    {
        options.Scheme ??= "sqlite";
        options.Database ??= options.Scheme == "sqlite" ? "blog.db" : "blog";
    }
}
