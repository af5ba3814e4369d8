# The run triggers of acme on sandbox.rtgraph.example, written by rtgraph.
# A → B: a successful apply in A queues a run in B (sourceable_id is A, workspace_id is B).
# 63 workspaces, 78 run triggers, crawled 2026-01-01T00:00:00Z.
# 3 blind spots that the token could not read (1 workspace, 1 inbound list, 1 outbound list): run triggers may be missing.
#
# The import blocks take over what is there already; once applied, they may be deleted. They need Terraform 1.5, and the
# module that this file goes into needs the provider:
#
#   terraform {
#     required_providers {
#       tfe = {
#         source = "hashicorp/tfe"
#       }
#     }
#   }

data "tfe_workspace" "artifacts-prod" {
  name         = "artifacts-prod"
  organization = "acme"
}

data "tfe_workspace" "backup-prod" {
  name         = "backup-prod"
  organization = "acme"
}

data "tfe_workspace" "bastion-prod" {
  name         = "bastion-prod"
  organization = "acme"
}

data "tfe_workspace" "batch-prod" {
  name         = "batch-prod"
  organization = "acme"
}

data "tfe_workspace" "card-vault-prod" {
  name         = "card-vault-prod"
  organization = "acme"
}

data "tfe_workspace" "certs-prod" {
  name         = "certs-prod"
  organization = "acme"
}

data "tfe_workspace" "certs-staging" {
  name         = "certs-staging"
  organization = "acme"
}

data "tfe_workspace" "checkout-prod" {
  name         = "checkout-prod"
  organization = "acme"
}

data "tfe_workspace" "checkout-staging" {
  name         = "checkout-staging"
  organization = "acme"
}

data "tfe_workspace" "ci-runners-prod" {
  name         = "ci-runners-prod"
  organization = "acme"
}

data "tfe_workspace" "cluster-addons-dev" {
  name         = "cluster-addons-dev"
  organization = "acme"
}

data "tfe_workspace" "cluster-addons-prod" {
  name         = "cluster-addons-prod"
  organization = "acme"
}

data "tfe_workspace" "cluster-addons-staging" {
  name         = "cluster-addons-staging"
  organization = "acme"
}

data "tfe_workspace" "cost-reports-prod" {
  name         = "cost-reports-prod"
  organization = "acme"
}

data "tfe_workspace" "dns-prod" {
  name         = "dns-prod"
  organization = "acme"
}

data "tfe_workspace" "dns-staging" {
  name         = "dns-staging"
  organization = "acme"
}

data "tfe_workspace" "eks-dev" {
  name         = "eks-dev"
  organization = "acme"
}

data "tfe_workspace" "eks-prod" {
  name         = "eks-prod"
  organization = "acme"
}

data "tfe_workspace" "eks-staging" {
  name         = "eks-staging"
  organization = "acme"
}

data "tfe_workspace" "feature-flags-prod" {
  name         = "feature-flags-prod"
  organization = "acme"
}

data "tfe_workspace" "fraud-models-prod" {
  name         = "fraud-models-prod"
  organization = "acme"
}

data "tfe_workspace" "fraud-prod" {
  name         = "fraud-prod"
  organization = "acme"
}

data "tfe_workspace" "golden-images-prod" {
  name         = "golden-images-prod"
  organization = "acme"
}

data "tfe_workspace" "iam-prod" {
  name         = "iam-prod"
  organization = "acme"
}

data "tfe_workspace" "ingress-prod" {
  name         = "ingress-prod"
  organization = "acme"
}

data "tfe_workspace" "inventory-prod" {
  name         = "inventory-prod"
  organization = "acme"
}

data "tfe_workspace" "invoicing-prod" {
  name         = "invoicing-prod"
  organization = "acme"
}

data "tfe_workspace" "job-queue-prod" {
  name         = "job-queue-prod"
  organization = "acme"
}

data "tfe_workspace" "kafka-prod" {
  name         = "kafka-prod"
  organization = "acme"
}

data "tfe_workspace" "kafka-staging" {
  name         = "kafka-staging"
  organization = "acme"
}

data "tfe_workspace" "kms-prod" {
  name         = "kms-prod"
  organization = "acme"
}

data "tfe_workspace" "landing-zone-state" {
  name         = "landing-zone-state"
  organization = "acme"
}

data "tfe_workspace" "ledger-prod" {
  name         = "ledger-prod"
  organization = "acme"
}

data "tfe_workspace" "mail-relay-prod" {
  name         = "mail-relay-prod"
  organization = "acme"
}

data "tfe_workspace" "merchant-portal-prod" {
  name         = "merchant-portal-prod"
  organization = "acme"
}

data "tfe_workspace" "merchant-portal-staging" {
  name         = "merchant-portal-staging"
  organization = "acme"
}

data "tfe_workspace" "net-dev" {
  name         = "net-dev"
  organization = "acme"
}

data "tfe_workspace" "net-prod" {
  name         = "net-prod"
  organization = "acme"
}

data "tfe_workspace" "net-staging" {
  name         = "net-staging"
  organization = "acme"
}

data "tfe_workspace" "observability-prod" {
  name         = "observability-prod"
  organization = "acme"
}

data "tfe_workspace" "org-baseline-prod" {
  name         = "org-baseline-prod"
  organization = "acme"
}

data "tfe_workspace" "partner-api-prod" {
  name         = "partner-api-prod"
  organization = "acme"
}

data "tfe_workspace" "payouts-prod" {
  name         = "payouts-prod"
  organization = "acme"
}

data "tfe_workspace" "postgres-prod" {
  name         = "postgres-prod"
  organization = "acme"
}

data "tfe_workspace" "postgres-staging" {
  name         = "postgres-staging"
  organization = "acme"
}

data "tfe_workspace" "reconciliation-prod" {
  name         = "reconciliation-prod"
  organization = "acme"
}

data "tfe_workspace" "redis-prod" {
  name         = "redis-prod"
  organization = "acme"
}

data "tfe_workspace" "registry-prod" {
  name         = "registry-prod"
  organization = "acme"
}

data "tfe_workspace" "reporting-prod" {
  name         = "reporting-prod"
  organization = "acme"
}

data "tfe_workspace" "scheduler-prod" {
  name         = "scheduler-prod"
  organization = "acme"
}

data "tfe_workspace" "search-prod" {
  name         = "search-prod"
  organization = "acme"
}

data "tfe_workspace" "search-staging" {
  name         = "search-staging"
  organization = "acme"
}

data "tfe_workspace" "security-hub-prod" {
  name         = "security-hub-prod"
  organization = "acme"
}

data "tfe_workspace" "service-mesh-prod" {
  name         = "service-mesh-prod"
  organization = "acme"
}

data "tfe_workspace" "service-mesh-staging" {
  name         = "service-mesh-staging"
  organization = "acme"
}

data "tfe_workspace" "settlement-prod" {
  name         = "settlement-prod"
  organization = "acme"
}

data "tfe_workspace" "siem-prod" {
  name         = "siem-prod"
  organization = "acme"
}

data "tfe_workspace" "transit-gateway-prod" {
  name         = "transit-gateway-prod"
  organization = "acme"
}

data "tfe_workspace" "vpn-prod" {
  name         = "vpn-prod"
  organization = "acme"
}

data "tfe_workspace" "webhooks-prod" {
  name         = "webhooks-prod"
  organization = "acme"
}

data "tfe_workspace" "workflows-prod" {
  name         = "workflows-prod"
  organization = "acme"
}

# artifacts-prod → inventory-prod
import {
  to = tfe_run_trigger.artifacts-prod_to_inventory-prod
  id = "rt-gVmt3tAY5Hqdxy83"
}

resource "tfe_run_trigger" "artifacts-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.artifacts-prod.id
}

# backup-prod → inventory-prod
import {
  to = tfe_run_trigger.backup-prod_to_inventory-prod
  id = "rt-9AqRNQLdQZaaP9Xn"
}

resource "tfe_run_trigger" "backup-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.backup-prod.id
}

# bastion-prod → inventory-prod
import {
  to = tfe_run_trigger.bastion-prod_to_inventory-prod
  id = "rt-Apng9tc7PPaZhT3g"
}

resource "tfe_run_trigger" "bastion-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.bastion-prod.id
}

# batch-prod → batch-prod
import {
  to = tfe_run_trigger.batch-prod_to_batch-prod
  id = "rt-9PMDkm2DqLuHqyE3"
}

resource "tfe_run_trigger" "batch-prod_to_batch-prod" {
  workspace_id  = data.tfe_workspace.batch-prod.id
  sourceable_id = data.tfe_workspace.batch-prod.id
}

# batch-prod → inventory-prod
import {
  to = tfe_run_trigger.batch-prod_to_inventory-prod
  id = "rt-7xLy1KrU7syzKRAa"
}

resource "tfe_run_trigger" "batch-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.batch-prod.id
}

# card-vault-prod → checkout-prod
import {
  to = tfe_run_trigger.card-vault-prod_to_checkout-prod
  id = "rt-MG7mHtFqkGW4RD7H"
}

resource "tfe_run_trigger" "card-vault-prod_to_checkout-prod" {
  workspace_id  = data.tfe_workspace.checkout-prod.id
  sourceable_id = data.tfe_workspace.card-vault-prod.id
}

# certs-prod → dns-prod
import {
  to = tfe_run_trigger.certs-prod_to_dns-prod
  id = "rt-R1ak7MAAskcASAoe"
}

resource "tfe_run_trigger" "certs-prod_to_dns-prod" {
  workspace_id  = data.tfe_workspace.dns-prod.id
  sourceable_id = data.tfe_workspace.certs-prod.id
}

# checkout-prod → fraud-prod
import {
  to = tfe_run_trigger.checkout-prod_to_fraud-prod
  id = "rt-4hteBsWL3i2tyRGS"
}

resource "tfe_run_trigger" "checkout-prod_to_fraud-prod" {
  workspace_id  = data.tfe_workspace.fraud-prod.id
  sourceable_id = data.tfe_workspace.checkout-prod.id
}

# checkout-prod → invoicing-prod
import {
  to = tfe_run_trigger.checkout-prod_to_invoicing-prod
  id = "rt-YiLUcGnwoQXNjUKb"
}

resource "tfe_run_trigger" "checkout-prod_to_invoicing-prod" {
  workspace_id  = data.tfe_workspace.invoicing-prod.id
  sourceable_id = data.tfe_workspace.checkout-prod.id
}

# checkout-prod → ledger-prod
import {
  to = tfe_run_trigger.checkout-prod_to_ledger-prod
  id = "rt-yYPAVbJQWYsGhMQH"
}

resource "tfe_run_trigger" "checkout-prod_to_ledger-prod" {
  workspace_id  = data.tfe_workspace.ledger-prod.id
  sourceable_id = data.tfe_workspace.checkout-prod.id
}

# checkout-prod → merchant-portal-prod
import {
  to = tfe_run_trigger.checkout-prod_to_merchant-portal-prod
  id = "rt-psdo8WVjV12sud2Z"
}

resource "tfe_run_trigger" "checkout-prod_to_merchant-portal-prod" {
  workspace_id  = data.tfe_workspace.merchant-portal-prod.id
  sourceable_id = data.tfe_workspace.checkout-prod.id
}

# checkout-staging → merchant-portal-staging
import {
  to = tfe_run_trigger.checkout-staging_to_merchant-portal-staging
  id = "rt-1jvUFgwRk7rjfPkt"
}

resource "tfe_run_trigger" "checkout-staging_to_merchant-portal-staging" {
  workspace_id  = data.tfe_workspace.merchant-portal-staging.id
  sourceable_id = data.tfe_workspace.checkout-staging.id
}

# ci-runners-prod → inventory-prod
import {
  to = tfe_run_trigger.ci-runners-prod_to_inventory-prod
  id = "rt-6KEnAJiLKQnUHXtM"
}

resource "tfe_run_trigger" "ci-runners-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.ci-runners-prod.id
}

# cluster-addons-prod → service-mesh-prod
import {
  to = tfe_run_trigger.cluster-addons-prod_to_service-mesh-prod
  id = "rt-2YHGbAbDzweh5Avb"
}

resource "tfe_run_trigger" "cluster-addons-prod_to_service-mesh-prod" {
  workspace_id  = data.tfe_workspace.service-mesh-prod.id
  sourceable_id = data.tfe_workspace.cluster-addons-prod.id
}

# cluster-addons-staging → service-mesh-staging
import {
  to = tfe_run_trigger.cluster-addons-staging_to_service-mesh-staging
  id = "rt-9AXDNzFHGqr2Tnqy"
}

resource "tfe_run_trigger" "cluster-addons-staging_to_service-mesh-staging" {
  workspace_id  = data.tfe_workspace.service-mesh-staging.id
  sourceable_id = data.tfe_workspace.cluster-addons-staging.id
}

# dns-prod → ingress-prod
import {
  to = tfe_run_trigger.dns-prod_to_ingress-prod
  id = "rt-SaParmHzeNeTGXSA"
}

resource "tfe_run_trigger" "dns-prod_to_ingress-prod" {
  workspace_id  = data.tfe_workspace.ingress-prod.id
  sourceable_id = data.tfe_workspace.dns-prod.id
}

# dns-staging → certs-staging
import {
  to = tfe_run_trigger.dns-staging_to_certs-staging
  id = "rt-Smfuep1AMGPE53NT"
}

resource "tfe_run_trigger" "dns-staging_to_certs-staging" {
  workspace_id  = data.tfe_workspace.certs-staging.id
  sourceable_id = data.tfe_workspace.dns-staging.id
}

# eks-dev → cluster-addons-dev
import {
  to = tfe_run_trigger.eks-dev_to_cluster-addons-dev
  id = "rt-BagikS7MjoHKE884"
}

resource "tfe_run_trigger" "eks-dev_to_cluster-addons-dev" {
  workspace_id  = data.tfe_workspace.cluster-addons-dev.id
  sourceable_id = data.tfe_workspace.eks-dev.id
}

# eks-prod → checkout-prod
import {
  to = tfe_run_trigger.eks-prod_to_checkout-prod
  id = "rt-r5vc7Koy4PnM14SP"
}

resource "tfe_run_trigger" "eks-prod_to_checkout-prod" {
  workspace_id  = data.tfe_workspace.checkout-prod.id
  sourceable_id = data.tfe_workspace.eks-prod.id
}

# eks-prod → cluster-addons-prod
import {
  to = tfe_run_trigger.eks-prod_to_cluster-addons-prod
  id = "rt-HNQNtwma3PajVuA9"
}

resource "tfe_run_trigger" "eks-prod_to_cluster-addons-prod" {
  workspace_id  = data.tfe_workspace.cluster-addons-prod.id
  sourceable_id = data.tfe_workspace.eks-prod.id
}

# eks-prod → ingress-prod
import {
  to = tfe_run_trigger.eks-prod_to_ingress-prod
  id = "rt-afC5DooZKf9RsEKS"
}

resource "tfe_run_trigger" "eks-prod_to_ingress-prod" {
  workspace_id  = data.tfe_workspace.ingress-prod.id
  sourceable_id = data.tfe_workspace.eks-prod.id
}

# eks-staging → cluster-addons-staging
import {
  to = tfe_run_trigger.eks-staging_to_cluster-addons-staging
  id = "rt-vD7UQM19xQLCdb8E"
}

resource "tfe_run_trigger" "eks-staging_to_cluster-addons-staging" {
  workspace_id  = data.tfe_workspace.cluster-addons-staging.id
  sourceable_id = data.tfe_workspace.eks-staging.id
}

# feature-flags-prod → inventory-prod
import {
  to = tfe_run_trigger.feature-flags-prod_to_inventory-prod
  id = "rt-QRT1CM6Qd7q7zEa5"
}

resource "tfe_run_trigger" "feature-flags-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.feature-flags-prod.id
}

# fraud-prod → fraud-models-prod
import {
  to = tfe_run_trigger.fraud-prod_to_fraud-models-prod
  id = "rt-wCtuNe4Eoj6wpDb3"
}

resource "tfe_run_trigger" "fraud-prod_to_fraud-models-prod" {
  workspace_id  = data.tfe_workspace.fraud-models-prod.id
  sourceable_id = data.tfe_workspace.fraud-prod.id
}

# golden-images-prod → artifacts-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_artifacts-prod
  id = "rt-H41MLwnHsiJzkZ4b"
}

resource "tfe_run_trigger" "golden-images-prod_to_artifacts-prod" {
  workspace_id  = data.tfe_workspace.artifacts-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → backup-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_backup-prod
  id = "rt-NbBDEkXfkcp8RZPm"
}

resource "tfe_run_trigger" "golden-images-prod_to_backup-prod" {
  workspace_id  = data.tfe_workspace.backup-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → bastion-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_bastion-prod
  id = "rt-qiKMkqmMQszwoKEJ"
}

resource "tfe_run_trigger" "golden-images-prod_to_bastion-prod" {
  workspace_id  = data.tfe_workspace.bastion-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → batch-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_batch-prod
  id = "rt-JhvUjxCFeFCjXGtW"
}

resource "tfe_run_trigger" "golden-images-prod_to_batch-prod" {
  workspace_id  = data.tfe_workspace.batch-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → ci-runners-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_ci-runners-prod
  id = "rt-vhquv57dh4RcmL39"
}

resource "tfe_run_trigger" "golden-images-prod_to_ci-runners-prod" {
  workspace_id  = data.tfe_workspace.ci-runners-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → feature-flags-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_feature-flags-prod
  id = "rt-gvSUM9wGZK9KUz3A"
}

resource "tfe_run_trigger" "golden-images-prod_to_feature-flags-prod" {
  workspace_id  = data.tfe_workspace.feature-flags-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → job-queue-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_job-queue-prod
  id = "rt-3fYzxUr9s1i4DPic"
}

resource "tfe_run_trigger" "golden-images-prod_to_job-queue-prod" {
  workspace_id  = data.tfe_workspace.job-queue-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → kafka-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_kafka-prod
  id = "rt-YXTEEveSb4BerWgR"
}

resource "tfe_run_trigger" "golden-images-prod_to_kafka-prod" {
  workspace_id  = data.tfe_workspace.kafka-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → kafka-staging
import {
  to = tfe_run_trigger.golden-images-prod_to_kafka-staging
  id = "rt-i3rrriHJnBKqXR9C"
}

resource "tfe_run_trigger" "golden-images-prod_to_kafka-staging" {
  workspace_id  = data.tfe_workspace.kafka-staging.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → mail-relay-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_mail-relay-prod
  id = "rt-1ATR2eTcE8DnYBzb"
}

resource "tfe_run_trigger" "golden-images-prod_to_mail-relay-prod" {
  workspace_id  = data.tfe_workspace.mail-relay-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → redis-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_redis-prod
  id = "rt-kFxcu21S3y4D8unE"
}

resource "tfe_run_trigger" "golden-images-prod_to_redis-prod" {
  workspace_id  = data.tfe_workspace.redis-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → registry-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_registry-prod
  id = "rt-NEBCo7qcMC4NpLgk"
}

resource "tfe_run_trigger" "golden-images-prod_to_registry-prod" {
  workspace_id  = data.tfe_workspace.registry-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → scheduler-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_scheduler-prod
  id = "rt-Bv3ZDCCQGdDHEqry"
}

resource "tfe_run_trigger" "golden-images-prod_to_scheduler-prod" {
  workspace_id  = data.tfe_workspace.scheduler-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → search-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_search-prod
  id = "rt-jDpQwwVC4F4KEvDu"
}

resource "tfe_run_trigger" "golden-images-prod_to_search-prod" {
  workspace_id  = data.tfe_workspace.search-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → search-staging
import {
  to = tfe_run_trigger.golden-images-prod_to_search-staging
  id = "rt-7N9VPncHLyxGSGvb"
}

resource "tfe_run_trigger" "golden-images-prod_to_search-staging" {
  workspace_id  = data.tfe_workspace.search-staging.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# golden-images-prod → workflows-prod
import {
  to = tfe_run_trigger.golden-images-prod_to_workflows-prod
  id = "rt-NbwZn5pBDLy9ctcc"
}

resource "tfe_run_trigger" "golden-images-prod_to_workflows-prod" {
  workspace_id  = data.tfe_workspace.workflows-prod.id
  sourceable_id = data.tfe_workspace.golden-images-prod.id
}

# iam-prod → kms-prod
import {
  to = tfe_run_trigger.iam-prod_to_kms-prod
  id = "rt-2oks3SodGSMLQK9H"
}

resource "tfe_run_trigger" "iam-prod_to_kms-prod" {
  workspace_id  = data.tfe_workspace.kms-prod.id
  sourceable_id = data.tfe_workspace.iam-prod.id
}

# ingress-prod → certs-prod
import {
  to = tfe_run_trigger.ingress-prod_to_certs-prod
  id = "rt-VT9pX9BfKXqxBkHM"
}

resource "tfe_run_trigger" "ingress-prod_to_certs-prod" {
  workspace_id  = data.tfe_workspace.certs-prod.id
  sourceable_id = data.tfe_workspace.ingress-prod.id
}

# ingress-prod → inventory-prod
import {
  to = tfe_run_trigger.ingress-prod_to_inventory-prod
  id = "rt-K8EYbNGFSAoLx2KS"
}

resource "tfe_run_trigger" "ingress-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.ingress-prod.id
}

# invoicing-prod → reporting-prod
import {
  to = tfe_run_trigger.invoicing-prod_to_reporting-prod
  id = "rt-NxJZjqCs8LJC9szv"
}

resource "tfe_run_trigger" "invoicing-prod_to_reporting-prod" {
  workspace_id  = data.tfe_workspace.reporting-prod.id
  sourceable_id = data.tfe_workspace.invoicing-prod.id
}

# job-queue-prod → inventory-prod
import {
  to = tfe_run_trigger.job-queue-prod_to_inventory-prod
  id = "rt-ARHF6AKpY3ey1Dmb"
}

resource "tfe_run_trigger" "job-queue-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.job-queue-prod.id
}

# kafka-prod → inventory-prod
import {
  to = tfe_run_trigger.kafka-prod_to_inventory-prod
  id = "rt-BEUciW952YZenc6b"
}

resource "tfe_run_trigger" "kafka-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.kafka-prod.id
}

# kms-prod → transit-gateway-prod
import {
  to = tfe_run_trigger.kms-prod_to_transit-gateway-prod
  id = "rt-N6REGVbpLc1GWGbs"
}

resource "tfe_run_trigger" "kms-prod_to_transit-gateway-prod" {
  workspace_id  = data.tfe_workspace.transit-gateway-prod.id
  sourceable_id = data.tfe_workspace.kms-prod.id
}

# kms-prod → vault-prod
# ws-DxkVGATKDE9WQvqY stands here by its id: the token could not read it
import {
  to = tfe_run_trigger.kms-prod_to_vault-prod
  id = "rt-TWGiFfR8V7uHzCzP"
}

resource "tfe_run_trigger" "kms-prod_to_vault-prod" {
  workspace_id  = "ws-DxkVGATKDE9WQvqY"
  sourceable_id = data.tfe_workspace.kms-prod.id
}

# landing-zone-state → org-baseline-prod
import {
  to = tfe_run_trigger.landing-zone-state_to_org-baseline-prod
  id = "rt-1F4Z3oCH62SuKcQB"
}

resource "tfe_run_trigger" "landing-zone-state_to_org-baseline-prod" {
  workspace_id  = data.tfe_workspace.org-baseline-prod.id
  sourceable_id = data.tfe_workspace.landing-zone-state.id
}

# ledger-prod → settlement-prod
import {
  to = tfe_run_trigger.ledger-prod_to_settlement-prod
  id = "rt-z6obodZDfJShqHaX"
}

resource "tfe_run_trigger" "ledger-prod_to_settlement-prod" {
  workspace_id  = data.tfe_workspace.settlement-prod.id
  sourceable_id = data.tfe_workspace.ledger-prod.id
}

# mail-relay-prod → inventory-prod
import {
  to = tfe_run_trigger.mail-relay-prod_to_inventory-prod
  id = "rt-H4eByRXSJ8vofgCv"
}

resource "tfe_run_trigger" "mail-relay-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.mail-relay-prod.id
}

# net-dev → eks-dev
import {
  to = tfe_run_trigger.net-dev_to_eks-dev
  id = "rt-MuSEQFpGG3xk1uyH"
}

resource "tfe_run_trigger" "net-dev_to_eks-dev" {
  workspace_id  = data.tfe_workspace.eks-dev.id
  sourceable_id = data.tfe_workspace.net-dev.id
}

# net-prod → cluster-addons-prod
import {
  to = tfe_run_trigger.net-prod_to_cluster-addons-prod
  id = "rt-cn8BQ96dfFZDX5hK"
}

resource "tfe_run_trigger" "net-prod_to_cluster-addons-prod" {
  workspace_id  = data.tfe_workspace.cluster-addons-prod.id
  sourceable_id = data.tfe_workspace.net-prod.id
}

# net-prod → eks-prod
import {
  to = tfe_run_trigger.net-prod_to_eks-prod
  id = "rt-K4Kq8NjRFxjJGEfN"
}

resource "tfe_run_trigger" "net-prod_to_eks-prod" {
  workspace_id  = data.tfe_workspace.eks-prod.id
  sourceable_id = data.tfe_workspace.net-prod.id
}

# net-prod → postgres-prod
import {
  to = tfe_run_trigger.net-prod_to_postgres-prod
  id = "rt-9xsLbJDgGG7W1ocw"
}

resource "tfe_run_trigger" "net-prod_to_postgres-prod" {
  workspace_id  = data.tfe_workspace.postgres-prod.id
  sourceable_id = data.tfe_workspace.net-prod.id
}

# net-prod → security-hub-prod
import {
  to = tfe_run_trigger.net-prod_to_security-hub-prod
  id = "rt-bEjxDhvAtHLUmVzb"
}

resource "tfe_run_trigger" "net-prod_to_security-hub-prod" {
  workspace_id  = data.tfe_workspace.security-hub-prod.id
  sourceable_id = data.tfe_workspace.net-prod.id
}

# net-staging → eks-staging
import {
  to = tfe_run_trigger.net-staging_to_eks-staging
  id = "rt-MEnGMz5gLKvhHBh1"
}

resource "tfe_run_trigger" "net-staging_to_eks-staging" {
  workspace_id  = data.tfe_workspace.eks-staging.id
  sourceable_id = data.tfe_workspace.net-staging.id
}

# net-staging → postgres-staging
import {
  to = tfe_run_trigger.net-staging_to_postgres-staging
  id = "rt-18UiQkYLaxpv9gCH"
}

resource "tfe_run_trigger" "net-staging_to_postgres-staging" {
  workspace_id  = data.tfe_workspace.postgres-staging.id
  sourceable_id = data.tfe_workspace.net-staging.id
}

# observability-prod → cost-reports-prod
import {
  to = tfe_run_trigger.observability-prod_to_cost-reports-prod
  id = "rt-NiFwmfotHNLsCxDG"
}

resource "tfe_run_trigger" "observability-prod_to_cost-reports-prod" {
  workspace_id  = data.tfe_workspace.cost-reports-prod.id
  sourceable_id = data.tfe_workspace.observability-prod.id
}

# org-baseline-prod → iam-prod
import {
  to = tfe_run_trigger.org-baseline-prod_to_iam-prod
  id = "rt-isDxcGmpnBU1ydiF"
}

resource "tfe_run_trigger" "org-baseline-prod_to_iam-prod" {
  workspace_id  = data.tfe_workspace.iam-prod.id
  sourceable_id = data.tfe_workspace.org-baseline-prod.id
}

# partner-api-prod → webhooks-prod
import {
  to = tfe_run_trigger.partner-api-prod_to_webhooks-prod
  id = "rt-JNCe7Ju5fY2L5pMD"
}

resource "tfe_run_trigger" "partner-api-prod_to_webhooks-prod" {
  workspace_id  = data.tfe_workspace.webhooks-prod.id
  sourceable_id = data.tfe_workspace.partner-api-prod.id
}

# payouts-prod → ledger-prod
import {
  to = tfe_run_trigger.payouts-prod_to_ledger-prod
  id = "rt-oKNuz3VYrFGc95dv"
}

resource "tfe_run_trigger" "payouts-prod_to_ledger-prod" {
  workspace_id  = data.tfe_workspace.ledger-prod.id
  sourceable_id = data.tfe_workspace.payouts-prod.id
}

# postgres-prod → checkout-prod
import {
  to = tfe_run_trigger.postgres-prod_to_checkout-prod
  id = "rt-4X5sdiMavZRisEKn"
}

resource "tfe_run_trigger" "postgres-prod_to_checkout-prod" {
  workspace_id  = data.tfe_workspace.checkout-prod.id
  sourceable_id = data.tfe_workspace.postgres-prod.id
}

# postgres-prod → inventory-prod
import {
  to = tfe_run_trigger.postgres-prod_to_inventory-prod
  id = "rt-zg33iSXDPPYVPe3m"
}

resource "tfe_run_trigger" "postgres-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.postgres-prod.id
}

# postgres-staging → checkout-staging
import {
  to = tfe_run_trigger.postgres-staging_to_checkout-staging
  id = "rt-LKXLD2hCL6LonhwA"
}

resource "tfe_run_trigger" "postgres-staging_to_checkout-staging" {
  workspace_id  = data.tfe_workspace.checkout-staging.id
  sourceable_id = data.tfe_workspace.postgres-staging.id
}

# reconciliation-prod → payouts-prod
import {
  to = tfe_run_trigger.reconciliation-prod_to_payouts-prod
  id = "rt-vAhj9jRL81W7Damt"
}

resource "tfe_run_trigger" "reconciliation-prod_to_payouts-prod" {
  workspace_id  = data.tfe_workspace.payouts-prod.id
  sourceable_id = data.tfe_workspace.reconciliation-prod.id
}

# redis-prod → inventory-prod
import {
  to = tfe_run_trigger.redis-prod_to_inventory-prod
  id = "rt-vLuLjir9y6FqvKbG"
}

resource "tfe_run_trigger" "redis-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.redis-prod.id
}

# registry-prod → inventory-prod
import {
  to = tfe_run_trigger.registry-prod_to_inventory-prod
  id = "rt-MSVdjn6FHM2niwNt"
}

resource "tfe_run_trigger" "registry-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.registry-prod.id
}

# scheduler-prod → inventory-prod
import {
  to = tfe_run_trigger.scheduler-prod_to_inventory-prod
  id = "rt-aHmCY2Zigo9AnnDK"
}

resource "tfe_run_trigger" "scheduler-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.scheduler-prod.id
}

# search-prod → inventory-prod
import {
  to = tfe_run_trigger.search-prod_to_inventory-prod
  id = "rt-Z9caf1kNqhrXHihN"
}

resource "tfe_run_trigger" "search-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.search-prod.id
}

# security-hub-prod → siem-prod
import {
  to = tfe_run_trigger.security-hub-prod_to_siem-prod
  id = "rt-Mm2RSnHsTZU6zqpi"
}

resource "tfe_run_trigger" "security-hub-prod_to_siem-prod" {
  workspace_id  = data.tfe_workspace.siem-prod.id
  sourceable_id = data.tfe_workspace.security-hub-prod.id
}

# service-mesh-prod → inventory-prod
import {
  to = tfe_run_trigger.service-mesh-prod_to_inventory-prod
  id = "rt-YtBnMwxkaVUTAUuM"
}

resource "tfe_run_trigger" "service-mesh-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.service-mesh-prod.id
}

# service-mesh-prod → observability-prod
import {
  to = tfe_run_trigger.service-mesh-prod_to_observability-prod
  id = "rt-wejjoUJ51xrUUgk5"
}

resource "tfe_run_trigger" "service-mesh-prod_to_observability-prod" {
  workspace_id  = data.tfe_workspace.observability-prod.id
  sourceable_id = data.tfe_workspace.service-mesh-prod.id
}

# service-mesh-staging → checkout-staging
import {
  to = tfe_run_trigger.service-mesh-staging_to_checkout-staging
  id = "rt-ZH84teuUJhYq5d3o"
}

resource "tfe_run_trigger" "service-mesh-staging_to_checkout-staging" {
  workspace_id  = data.tfe_workspace.checkout-staging.id
  sourceable_id = data.tfe_workspace.service-mesh-staging.id
}

# settlement-prod → reconciliation-prod
import {
  to = tfe_run_trigger.settlement-prod_to_reconciliation-prod
  id = "rt-YG9V79bhKmu68ssp"
}

resource "tfe_run_trigger" "settlement-prod_to_reconciliation-prod" {
  workspace_id  = data.tfe_workspace.reconciliation-prod.id
  sourceable_id = data.tfe_workspace.settlement-prod.id
}

# transit-gateway-prod → net-prod
import {
  to = tfe_run_trigger.transit-gateway-prod_to_net-prod
  id = "rt-XfK9a7DydFtmBsbd"
}

resource "tfe_run_trigger" "transit-gateway-prod_to_net-prod" {
  workspace_id  = data.tfe_workspace.net-prod.id
  sourceable_id = data.tfe_workspace.transit-gateway-prod.id
}

# transit-gateway-prod → vpn-prod
import {
  to = tfe_run_trigger.transit-gateway-prod_to_vpn-prod
  id = "rt-EtztNiYd5vDKFjo8"
}

resource "tfe_run_trigger" "transit-gateway-prod_to_vpn-prod" {
  workspace_id  = data.tfe_workspace.vpn-prod.id
  sourceable_id = data.tfe_workspace.transit-gateway-prod.id
}

# workflows-prod → inventory-prod
import {
  to = tfe_run_trigger.workflows-prod_to_inventory-prod
  id = "rt-vtoGLLbYVTEh2Et8"
}

resource "tfe_run_trigger" "workflows-prod_to_inventory-prod" {
  workspace_id  = data.tfe_workspace.inventory-prod.id
  sourceable_id = data.tfe_workspace.workflows-prod.id
}
