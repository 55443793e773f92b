using Zhar.Data.Migrations;

namespace MyApp.Migrations;

[Migration(MIGRATION_VERSION)]
public sealed class CreateUsers : Migration
{
    public override void Change()
    {
        Create.Table("users", t =>
        {
#if (binaryId)
            t.Uuid("id").PrimaryKey();
#endif
            t.String("email", 160).NotNull();
            t.String("hashed_password");
            t.DateTimeUtc("confirmed_at");
            t.Timestamps();
        });
        Create.UniqueIndex("users", "email");

        Create.Table("users_tokens", t =>
        {
#if (binaryId)
            t.Uuid("id").PrimaryKey();
            t.References("user_id", "users", type: ColumnType.Uuid, onDelete: ReferenceAction.Cascade).NotNull();
#else
            t.References("user_id", "users", onDelete: ReferenceAction.Cascade).NotNull();
#endif
            t.String("hash", 64).NotNull();
            t.String("purpose", 20).NotNull();
            t.String("sent_to", 160);
            t.DateTimeUtc("authenticated_at");
            t.Timestamps();
        });
        Create.Index("users_tokens", "user_id");
        Create.UniqueIndex("users_tokens", "hash");
    }
}
