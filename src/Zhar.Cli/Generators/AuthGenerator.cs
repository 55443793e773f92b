using Zhar.Cli.Names;
using Zhar.Cli.Output;
using Zhar.Cli.Templates;

namespace Zhar.Cli.Generators;

/// <summary>Sign-up and log-in: users, tokens and passwords, their pages, the plugs that ask who it is, and the tests.</summary>
internal static class AuthGenerator
{
    internal static void Add(Generation generation, TimeProvider clock)
    {
        var app = generation.App;
        if (!app.HasData || !app.HasHtml || !app.HasMail)
        {
            var missing = !app.HasData ? "a database" : !app.HasHtml ? "pages" : "the package Zhar.Mail";
            throw new CliException($"{app.Module} has not got {missing}, and a log-in needs a database, pages and mail.", $"zhar new {app.Underscored} --database sqlite");
        }

        var name = new AppName(app.Underscored, app.Underscored, app.Module);
        var symbols = new Dictionary<string, bool> { ["live"] = app.HasLive, ["binaryId"] = app.HasBinaryIds };
        foreach (var (path, text) in TemplateSet.RenderAuth(name, symbols))
        {
            generation.Make(path, text
                .Replace("USER_KEY", app.HasBinaryIds ? "Guid" : "long", StringComparison.Ordinal)
                .Replace("MIGRATION_VERSION", MigrationGenerator.Version(app, clock), StringComparison.Ordinal));
        }

        EditApplication(generation);
        EditRouter(generation);
        generation.Edit(
            $"{app.Web}/Layouts.cs",
            static source => source.Contains("{UserMenu.Show(conn)}", StringComparison.Ordinal) ? source : ReplaceOnce(source, "</header>", "  {UserMenu.Show(conn)}\n            </header>"),
            $"The layout was changed, and has no </header>. Show who is logged in somewhere in it: {{UserMenu.Show(conn)}}");
        generation.NextSteps.Add("zhar migrate");
        generation.NextSteps.Add("zhar test");
        generation.NextSteps.Add("zhar server, then http://localhost:4000/users/register; the emails are at http://localhost:4000/dev/mailbox");
    }

    private static void EditApplication(Generation generation)
    {
        var file = $"{generation.App.Module}/Application.cs";
        string[] lines =
        [
            "services.AddSingleton(TimeProvider.System);",
            "services.AddSingleton<Accounts>();",
            "services.AddSingleton<UserNotifier>();",
            "services.AddSingleton<UserAuth>();",
        ];
        foreach (var line in lines)
            generation.Edit(file, source => SourceEdit.AddToMethod(source, "Configure", line), $"Add to Configure of {file}: {line}");
    }

    private static void EditRouter(Generation generation)
    {
        var file = $"{generation.App.Web}/Router.cs";
        generation.Edit(
            file,
            static source => SourceEdit.AddCallBefore(source, "ProtectFromForgery", ".Plug<FetchCurrentUser>()"),
            $"{file} was changed, and its pipeline has no ProtectFromForgery. Add behind FetchSession: .Plug<FetchCurrentUser>()");
        generation.Edit(file, static source => SourceEdit.AddMemberBefore(source, "Routes", """
            private static readonly Pipeline LoggedIn = new(p => p.Plug<RequireUser>().Plug<RequireSudo>());

            """), $"Add to {file}: private static readonly Pipeline LoggedIn = new(p => p.Plug<RequireUser>().Plug<RequireSudo>());");
        const string Routes = """

            Scope("/users", Browser, s =>
            {
                s.Get("/register", UserRegistrationController.Actions.New);
                s.Post("/register", UserRegistrationController.Actions.Create);
                s.Get("/log-in", UserSessionController.Actions.New);
                s.Post("/log-in", UserSessionController.Actions.Create);
                s.Get("/log-in/:token", UserSessionController.Actions.Confirm);
                s.Post("/log-in/:token", UserSessionController.Actions.Finish);
                s.Delete("/log-out", UserSessionController.Actions.Delete);
                s.Get("/reset-password", UserResetController.Actions.New);
                s.Post("/reset-password", UserResetController.Actions.Create);
                s.Get("/reset-password/:token", UserResetController.Actions.Edit);
                s.Put("/reset-password/:token", UserResetController.Actions.Update);

                s.Scope("/settings", LoggedIn, s =>
                {
                    s.Get("/", UserSettingsController.Actions.Edit);
                    s.Put("/email", UserSettingsController.Actions.UpdateEmail);
                    s.Get("/confirm-email/:token", UserSettingsController.Actions.ConfirmEmail);
                    s.Put("/password", UserSettingsController.Actions.UpdatePassword);
                });
            });
            """;
        generation.Edit(file, static source => SourceEdit.AddToMethod(source, "Routes", Routes), $"{file} was changed, and has no method Routes with a body. Add by hand:\n{Routes}");
    }

    private static string? ReplaceOnce(string source, string what, string with)
    {
        var at = source.IndexOf(what, StringComparison.Ordinal);
        return at < 0 ? null : source.Remove(at, what.Length).Insert(at, with);
    }
}
