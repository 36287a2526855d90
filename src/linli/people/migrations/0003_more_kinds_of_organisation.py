from django.db import migrations, models

KINDS = [
    "party_committee",
    "party_branch",
    "party_group",
    "residents_committee",
    "owners_committee",
    "self_management_committee",
    "property_manager",
    "partner_unit",
    "department",
    "social_organisation",
    "cultural_team",
    "mediation_panel",
    "company",
    "residents_group",
    "volunteer_team",
    "partner_volunteer_team",
    "elder_volunteer_team",
    "social_work_agency",
]


class Migration(migrations.Migration):
    dependencies = [("people", "0002_household_numbers_and_origins")]

    operations = [
        migrations.RemoveConstraint(model_name="organisation", name="organisation_kind_known"),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="organisation_kind_known"
            ),
        ),
    ]
